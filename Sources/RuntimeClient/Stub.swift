enum RuntimeClientStub {}
