enum JSONSchemasStub {}
