enum RuntimeProgramsStub {}
