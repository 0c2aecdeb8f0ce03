enum LVRStub {}
