enum RuntimeStoreStub {}
