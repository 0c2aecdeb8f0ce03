enum RuntimeWorkersStub {}
