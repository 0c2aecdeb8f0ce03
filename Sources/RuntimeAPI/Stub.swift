enum RuntimeAPIStub {}
