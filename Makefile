# make run   install what is missing, build, and compute the ground-state energy of a molecule
# make test  install what is missing, build, and run every test
# make kernels  compare every C kernel with its plain twin in a C program, without Swift; see CONTRIBUTING.md
#
# Everything is built once, in release mode, with the tests: alternating with a build without tests compiles it all again.

SHELL := /bin/bash
SCRATCH ?= .build
MOLECULE ?= Data/molecules/lih_sto3g_r1.595.fcidump
SWIFT_BUILD = swift build --build-tests -c release --scratch-path $(SCRATCH)
SWIFT_TEST = swift test -c release --skip-build --scratch-path $(SCRATCH)
# The tests of processes and connections; few at a time, because each has processes of its own and limits on its time.
TALKING = ^(Runtime(Workers|Server|Client)?|RitzCommand|LocalVersusRuntime)Tests\.
# The kernels as a C program. RUN runs it where this machine cannot; SEED chooses the cases.
ifeq ($(origin CC),default)
CC = clang
endif
CFLAGS ?= -O2 -Wall -Werror
RUN ?=
SEED ?= 1
KERNELS = Sources/CStateVectorKernels
# Where the binaries lie.
BIN = $$($(SWIFT_BUILD) --show-bin-path)

.PHONY: run test build setup format lint bench kernels

run: build
	@echo "Ground-state energy of $(MOLECULE) by VQE with a UCCSD ansatz:"
	@$(BIN)/ritz vqe $(MOLECULE)

test: build
	@echo "Running every test: first those that compute, then those that talk, which need processors free in time."
	@$(SWIFT_TEST) --skip '$(TALKING)'
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 $(SWIFT_TEST) --filter '$(TALKING)'

build: setup
	@echo "Building Ritz in release mode with its tests (a few minutes the first time)."
	@$(SWIFT_BUILD) || { echo "error: the build failed; the first error above says where." >&2; exit 1; }

setup:
	@Scripts/setup

format:
	@swift format -i -r Package.swift Sources Tests Benchmarks Examples

lint:
	@swift format lint --strict -r Package.swift Sources Tests Benchmarks Examples

bench: build
	@$(BIN)/RitzBenchmarks

kernels:
	@for kernel in $$(sed -n 's/^CSV_KERNEL(.*, \(csv_[a-z0-9_]*\),.*/\1/p' $(KERNELS)/include/*.h); do \
	  grep -qw "$$kernel" Tests/KernelsInC/*.c && continue; \
	  echo "error: Tests/KernelsInC does not compare $$kernel with its twin." >&2; exit 1; \
	done
	@mkdir -p $(SCRATCH)
	@$(CC) -std=gnu11 $(CFLAGS) -I$(KERNELS)/include $(KERNELS)/*.c Tests/KernelsInC/*.c -lm -o $(SCRATCH)/kernels
	@$(RUN) $(SCRATCH)/kernels $(SEED)
