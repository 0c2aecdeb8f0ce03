print("a worker for tests")
