enum RuntimeServerStub {}
