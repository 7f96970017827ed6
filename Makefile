# The commands of this repository. `make` alone lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Where SwiftPM builds; `make SCRATCH=.build-other test` keeps a second build beside the first.
SCRATCH ?= .build
FORMATTED := Package.swift Sources Tests Benchmarks Fuzzing
RELEASE := scripts/swift-build --scratch-path $(SCRATCH) -c release --static-swift-stdlib
# Warnings are errors wherever the tests are built; Package.swift reads this variable.
STRICT := CEREBELLUM_STRICT=1
URDF_REFERENCE := $(abspath $(SCRATCH))/differential/urdf_reference.json
PID_REFERENCE := $(abspath $(SCRATCH))/differential/pid_reference.json
MOTION_REFERENCE := $(abspath $(SCRATCH))/differential/motion_reference.json

say := source scripts/common.sh; say

# `make bench ONLY=wake-up,i2c ROUNDS=20`: some of the benchmarks, more rounds.
ONLY ?=
ROUNDS ?= 10
BENCH := --package-path Benchmarks --scratch-path $(abspath $(SCRATCH))/benchmarks
BENCH_PROGRAM := $(SCRATCH)/benchmarks/release/bench

.PHONY: help demo test build python proof counted rtsan tsan bench bench-gate lint format attribution campaign campaign-ray scenarios adversary mutants catalogue hil hil-arm64 bench-hil deb deb-arm64 deb-test deb-boot deb-reproducible crash fuzz quiet-hour robots robots-test clean
.PHONY: bootstrap-build bootstrap-test bootstrap-proof bootstrap-bench bootstrap-hil bootstrap-hil-arm64 bootstrap-deb scripts-test unit-check differential daemon-check
.PHONY: refusals crash-check counted-check swift-test bench-test bench-build attribution-check campaign-check hil-check fuzz-check quiet-check

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## install what is missing, build, and run the simulated arm
	@$(say) "Running the arm demo on simulated hardware (Ctrl-C stops it)"
	@$(SCRATCH)/release/cerebellum demo --robot Robots/arm6/robot.yaml

test: bootstrap-test lint scripts-test unit-check refusals differential daemon-check counted-check crash-check quiet-check python swift-test fuzz-check attribution-check campaign-check hil-check ## run everything that CI runs

build: bootstrap-build ## build the daemon and the tool in release mode
	@$(say) "Building cerebellumd and cerebellum (release, a few minutes the first time)"
	@$(RELEASE) --product cerebellumd
	@$(RELEASE) --product cerebellum

python: build ## check and test the Python package against the built daemon
	@scripts/python $(SCRATCH)

proof: bootstrap-proof ## prove that the control path neither allocates nor locks, on x86_64 and aarch64
	@scripts/proof $(SCRATCH)

bench: bootstrap-bench bench-test bench-build ## measure beside the peers: tables, and a report in JSON
	@$(say) "Measuring $(or $(ONLY),everything) in $(ROUNDS) interleaved rounds"
	@$(BENCH_PROGRAM) run $(if $(ONLY),--only $(ONLY)) --rounds $(ROUNDS) \
	  --json $(SCRATCH)/benchmarks/report.json
	@$(say) "Every round is in $(SCRATCH)/benchmarks/report.json"

bench-gate: bootstrap-bench bench-build ## count instructions with callgrind against Benchmarks/limits.json
	@$(say) "Counting instructions (callgrind)"
	@$(BENCH_PROGRAM) gate --limits Benchmarks/limits.json || { source scripts/common.sh; \
	  fail "A limit above is exceeded; find the cause, or raise it in Benchmarks/limits.json and say why"; }

counted: build ## count what the daemon's real-time threads do in 100,000 cycles (2 minutes)
	@$(say) "Counting 100,000 cycles of cerebellumd: allocations, locks, page faults, system calls"
	@scripts/counted-run --binary $(SCRATCH)/release/cerebellumd
	@$(say) "Again, 10,000 cycles, with strace as the witness"
	@scripts/counted-run --binary $(SCRATCH)/release/cerebellumd --strace --cycles 10000 --warm-up 4000

# `make crash CRASH='--only "hung bus; SIGSTOP" --seed 7'`
crash: build ## kill, hang, starve and spoil the daemon while a simulated arm moves; measure how long its outputs stay on (2 minutes)
	@$(say) "Crashing cerebellumd"
	@Tests/Crash/run --programs $(SCRATCH)/release $(CRASH)

rtsan: build ## let RealtimeSanitizer watch the daemon's real-time threads
	@$(say) "Running cerebellumd under RealtimeSanitizer"
	@scripts/counted-run --binary $(SCRATCH)/release/cerebellumd --rtsan --cycles 10000

tsan: ## run the hand-offs' stress tests under ThreadSanitizer
	@$(say) "Running the hand-offs' stress tests under ThreadSanitizer"
	@scripts/tsan

lint: ## check the formatting of the Swift sources
	@$(say) "Checking the format of $(FORMATTED)"
	@swift format lint --strict --parallel --recursive $(FORMATTED) || \
	  { source scripts/common.sh; fail "The findings above break .swift-format; run: make format (it mends most of them)"; }

format: ## reformat the Swift sources in place
	@swift format --in-place --parallel --recursive $(FORMATTED)

attribution: bootstrap-build ## make cycles late on purpose and count what they are blamed on (as root)
	@$(say) "Injecting causes of late cycles"
	@$(RELEASE) --product AttributionSuite
	@$(SCRATCH)/release/AttributionSuite $(ATTRIBUTION)

# `make campaign ROBOTS=Robots/hand/robot.yaml CAMPAIGN="--seeds 7..507"`
ROBOTS ?= Robots/arm6/robot.yaml,Robots/hand/robot.yaml,Robots/so101/robot.yaml
comma := ,
CAMPAIGN_ROBOTS = $(foreach robot,$(subst $(comma), ,$(ROBOTS)),--robot $(robot))

campaign: bootstrap-build ## let 10,000 random sequences of faults happen to simulated robots
	@$(say) "Injecting faults into simulated robots"
	@$(RELEASE) --product cerebellum
	@$(SCRATCH)/release/cerebellum campaign $(CAMPAIGN_ROBOTS) --seeds 1..10000 $(CAMPAIGN)

campaign-ray: build ## test campaigns on Ray (80 MB to download, once)
	@scripts/campaign-ray $(SCRATCH)

# `make scenarios SCENARIOS=my-faults REPORT=my-report`
SCENARIOS ?= Scenarios/faults
REPORT ?= $(SCRATCH)/scenarios
# CLOCK=wall plays them on threads and the wall clock too, for some seven minutes.
CLOCK ?= virtual

scenarios: bootstrap-build ## play every fault scenario; print the fault matrix, and write it with plots
	@$(say) "Playing the scenarios of $(SCENARIOS)"
	@$(RELEASE) --product cerebellumd
	@$(RELEASE) --product ScenarioSuite
	@$(SCRATCH)/release/ScenarioSuite --scenarios $(SCENARIOS) --report $(REPORT) --programs $(SCRATCH)/release \
	  --clock $(CLOCK)

robots: ## fetch the models of published robots from PyPI (400 MB, once) into Robots/models
	@$(say) "Making Robots/models"
	@"$$(Python/setup.sh | tail -n 1)" Robots/fetch.py

# `make robots-test STANDING="g1"`
STANDING ?= g1 gr1 panda ur5e
# Those whose models `make robots` makes come last.
SMOKED := arm6,hand,so101,base,g1,gr1,panda,ur5e,shadow,so101-published

robots-test: robots build ## play the smoke scenarios of every robot; push the humanoids and touch a hand in MuJoCo
	@$(say) "Playing the scenarios of Scenarios/robots"
	@$(RELEASE) --product ScenarioSuite
	@$(SCRATCH)/release/ScenarioSuite --scenarios Scenarios/robots --on $(SMOKED)
	@$(say) "Pushing $(STANDING)"
	@PYTHONPATH=Python/src "$$(Python/setup.sh | tail -n 1)" Robots/stand.py $(STANDING) --programs $(SCRATCH)/release
	@$(say) "Touching the Shadow hand"
	@PYTHONPATH=Python/src "$$(Python/setup.sh | tail -n 1)" Robots/touch.py --programs $(SCRATCH)/release

# `make adversary COMMANDS=1000000 SEED=2`
COMMANDS ?= 10000000
SEED ?= 20260

adversary: bootstrap-test ## send 10,000,000 random and crafted commands to the control cycle
	@$(say) "Sending $(COMMANDS) commands"
	@Tests/Mutants/adversary.py --scratch $(SCRATCH) --commands $(COMMANDS) --seed $(SEED)

# `make mutants MUTANTS="--only jerk"`
mutants: bootstrap-test ## switch off one limiter after the other and see that the tests notice (an hour)
	@$(say) "Testing the tests of the control cycle"
	@Tests/Mutants/run.py --scratch $(SCRATCH) $(MUTANTS)

# `make fuzz TARGET="wire urdf" SECONDS=600`; KEEP=1 keeps the smallest corpus that reaches as much in Fuzzing/Corpus.
TARGET ?=

fuzz: bootstrap-build ## look for inputs that break a parser: robot, board, urdf, wire, vhost, serial (a minute each)
	@$(say) "Fuzzing $(or $(TARGET),everything)"
	@scripts/fuzz --scratch $(SCRATCH) --seconds $(or $(SECONDS),60) $(TARGET)
	@$(if $(KEEP),scripts/fuzz --scratch $(SCRATCH) --keep $(TARGET))

quiet-hour: build ## let the daemon work for an hour, and see that it has no socket but its own (SECONDS=)
	@$(say) "Looking at the sockets of a daemon that works"
	@scripts/quiet-hour --binary $(SCRATCH)/release/cerebellumd --seconds $(or $(SECONDS),3600)

catalogue: bootstrap-test ## write codes, texts and manuals from Faults/faults.yaml
	@CEREBELLUM_UPDATE_CATALOGUE=1 scripts/swift-test --scratch-path $(SCRATCH) --disable-xctest --filter FaultCatalogueTests

hil: build bootstrap-hil ## run the daemon on the I2C and GPIO of a kernel that QEMU emulates (x86_64; SCENARIOS=1: the fault scenarios)
	@HIL/run x86_64 $(SCRATCH)

hil-arm64: build bootstrap-hil-arm64 ## the same on an ARM64 kernel, with a build for ARM64 that computes the same bits
	@HIL/run arm64 $(SCRATCH)

# `make bench-hil ENVIRONMENT=bench.yaml ROBOT=robot.yaml BOARD=Boards/raspberrypi-5.yaml PROGRAMS=arm64 OPTIONS=--plan`
SUITE ?= Scenarios/bench
PROGRAMS ?= $(SCRATCH)/release

bench-hil: ## play a suite on a board, by labgrid (ENVIRONMENT=, ROBOT=, BOARD=: Documentation/bench.md)
	@: $(if $(and $(ENVIRONMENT),$(ROBOT),$(BOARD)),,$(error It needs ENVIRONMENT=, ROBOT= and BOARD=: Documentation/bench.md))
	@python=$$(HIL/labgrid.sh) && $$python HIL/bench --environment "$(ENVIRONMENT)" --programs "$(PROGRAMS)" \
	  --robot "$(ROBOT)" --board "$(BOARD)" --report $(SCRATCH)/bench-hil $(OPTIONS) $(SUITE)

deb: build bootstrap-deb ## make the Debian package of this machine's architecture, in SCRATCH/packages
	@$(say) "Making the Debian package"
	@scripts/deb "$$(dpkg --print-architecture)" $(SCRATCH)

deb-arm64: build bootstrap-deb bootstrap-hil-arm64 ## the same of ARM64, cross-compiled: a test vehicle
	@$(say) "Making the Debian package of ARM64"
	@scripts/deb arm64 $(SCRATCH)

# `make deb-test WORK=3600`: an hour of work in which a connection would be counted.
WORK ?= 20

deb-test: deb ## install, run, upgrade and purge the package in a clean Debian (as root)
	@$(say) "Testing the package in a clean Debian"
	@Tests/Packages/run "$$(ls -t $(SCRATCH)/packages/cerebellum_*_"$$(dpkg --print-architecture)".deb | head -n 1)" $(WORK)

deb-boot: deb bootstrap-hil ## boot the package in an emulated machine with I2C and GPIO (as root; x86_64)
	@$(say) "Booting the package in a machine that QEMU emulates"
	@Tests/Packages/boot-test "$$(ls -t $(SCRATCH)/packages/cerebellum_*_"$$(dpkg --print-architecture)".deb | head -n 1)" $(SCRATCH)

deb-reproducible: deb ## build the commit again in another folder and compare the packages byte by byte (minutes)
	@Tests/Packages/reproducible-test "$$(ls -t $(SCRATCH)/packages/cerebellum_*_"$$(dpkg --print-architecture)".deb | head -n 1)"

clean: ## remove what the builds left behind
	@rm -rf $(SCRATCH)

bootstrap-build bootstrap-test bootstrap-proof bootstrap-bench bootstrap-hil bootstrap-hil-arm64 bootstrap-deb: bootstrap-%:
	@scripts/bootstrap $*

scripts-test:
	@$(say) "Testing the scripts"
	@for test in Tests/Scripts/*-test; do "$$test"; done

unit-check: ## judge the hardening of the unit (systemd-analyze)
	@$(say) "Judging systemd/cerebellumd.service"
	@scripts/unit-check

refusals:
	@scripts/proof --snippets $(SCRATCH)

bench-test:
	@$(say) "Testing what the benchmarks compute with"
	@$(STRICT) swift test $(BENCH) --disable-xctest --quiet

bench-build:
	@$(say) "Building the benchmarks (release)"
	@scripts/swift-build $(BENCH) -c release --static-swift-stdlib --product bench

differential:
	@scripts/differential $(URDF_REFERENCE) $(PID_REFERENCE) $(MOTION_REFERENCE)

daemon-check: build
	@$(say) "Checking what cerebellumd links and how large it is"
	@scripts/check-daemon $(SCRATCH)/release/cerebellumd

counted-check: build
	@$(say) "Counting 5,000 cycles of cerebellumd: allocations, locks, page faults, system calls"
	@scripts/counted-run --binary $(SCRATCH)/release/cerebellumd --cycles 5000

crash-check: build
	@$(say) "Crashing cerebellumd (short)"
	@Tests/Crash/run --programs $(SCRATCH)/release --only SHORT

swift-test:
	@$(say) "Building the tests, every warning an error"
	@$(STRICT) scripts/swift-build --scratch-path $(SCRATCH) --build-tests
	@$(say) "Running the tests"
	@$(STRICT) CEREBELLUM_URDF_REFERENCE=$(URDF_REFERENCE) CEREBELLUM_PID_REFERENCE=$(PID_REFERENCE) \
	  CEREBELLUM_MOTION_REFERENCE=$(MOTION_REFERENCE) \
	  CEREBELLUM_PROGRAMS=$(abspath $(SCRATCH))/release \
	  scripts/swift-test --scratch-path $(SCRATCH) --skip-build --disable-xctest

fuzz-check:
	@$(say) "Fuzzing: the kept corpus, then 60 seconds"
	@scripts/fuzz --scratch $(SCRATCH) --check --seconds 60

quiet-check: build
	@$(say) "Looking at the sockets of a daemon that works for 10 s"
	@scripts/quiet-hour --binary $(SCRATCH)/release/cerebellumd --seconds 10

# Every miss must be explained once; what it is blamed on is judged by `make attribution`, because
# the machine that runs the tests may have causes of its own.
attribution-check:
	@$(say) "Making cycles late on purpose (short)"
	@$(STRICT) scripts/swift-build --scratch-path $(SCRATCH) --product AttributionSuite
	@$(SCRATCH)/debug/AttributionSuite --short --seed 3

campaign-check:
	@$(say) "Injecting faults into simulated robots (short)"
	@$(STRICT) scripts/swift-build --scratch-path $(SCRATCH) --product cerebellum
	@$(SCRATCH)/debug/cerebellum campaign $(CAMPAIGN_ROBOTS) --seeds 1..60

hil-check: build
	@HIL/check $(SCRATCH)
