# posbias: `make` prints its targets.

VERSION := 0.2.0
FLAVOUR ?= release
MARCH   ?= native
CC      ?= gcc
# The second judgement of claims needs numpy, scipy and mpmath, and says so where they are missing.
PYTHON  ?= python3
ifeq ($(origin CC),default)
CC := gcc
endif

# Everything generated stays under build/; the flavours have folders of their own there.
BUILD := $(if $(filter release,$(FLAVOUR)),build,build/$(FLAVOUR))

LIBRARIES      := gsl jansson sleef mpfr fftw3
TEST_LIBRARIES := check

MODE_release := -O3
MODE_debug   := -O1 -g
# At a fixed place: else each start of a command relocates the sanitizers' tables.
MODE_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -fno-pie -no-pie
MODE_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-pass-failed
# the lines that tests run: atomic, since threads count too
MODE_gcov    := -O1 -g --coverage -fprofile-update=atomic -DPOSBIAS_COVERAGE
MODE_tsan    := -O1 -g -fsanitize=thread
MODE         := $(MODE_$(FLAVOUR))
$(if $(MODE),,$(error FLAVOUR=$(FLAVOUR) is not known; expected release, debug, asan, tsan, fuzz or gcov))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
ifneq ($(findstring clang,$(CC)),)
WARNINGS += -Wno-gnu-zero-variadic-macro-arguments
endif

# Contraction stays off: the exact reduction of angles relies on separately rounded products.
override CFLAGS += -std=gnu11 $(MODE) -march=$(MARCH) -ffp-contract=off -fopenmp $(WARNINGS) -MMD -MP
CPPFLAGS += -I. -I$(BUILD)/include $(shell pkg-config --cflags-only-I $(LIBRARIES) 2>/dev/null)
# FLINT 3 carries Arb's balls itself; before, they are a library of their own, under Debian's name or its author's.
arb = $(shell echo 'int main(void){return 0;}' | $(CC) -x c - -l$(1) -o /dev/null 2>/dev/null && echo -l$(1))
ARB := $(firstword $(call arb,flint-arb) $(call arb,arb))
BALLS   := $(ARB) -lflint -lmpfr -lgmp -lm
# Only what is used is linked.
LDLIBS  := -Wl,--as-needed -lgsl -lgslcblas -ljansson -lsleef -lfftw3 $(BALLS)

# A build for any x86-64 holds every program once for each of these sets of vectors (kernels/curves/vector.h), and the
# processor it runs on decides (experiments/harness/start.c), which asks for what the flags below use. Another has one.
COPIES       := $(if $(filter x86-64 x86-64-v2,$(MARCH)),avx512f avx2 scalar)
COPY_avx2    := -mavx2 -mfma -mbmi -mbmi2
COPY_avx512f := $(COPY_avx2) -mavx512f -mavx512dq -mavx512bw -mavx512vl
OBJCOPY      ?= objcopy

ROOMS   := theory kernels experiments
# With -H a room may be a link: a checkout that cannot be written is built from a folder of links to it.
TEXTS   := $(sort $(shell find -H $(ROOMS) -name '*.c'))
# MPI=1: work goes over the ranks that mpirun starts. It moves no byte of a result, so that it is no part of the program's hash.
MPICC   ?= mpicc
MPI     ?=
RANKS   := experiments/harness/driver/ranks_
SOURCES := $(filter-out $(RANKS)$(if $(filter 1,$(MPI)),one,mpi).c,$(TEXTS))
LINK    := $(if $(filter 1,$(MPI)),OMPI_CC='$(CC)' MPICH_CC='$(CC)' $(MPICC),$(CC))
HEADERS := $(sort $(shell find -H $(ROOMS) -name '*.h'))
START   := $(BUILD)/experiments/harness/start.o
OBJECTS := $(filter-out $(START),$(SOURCES:%.c=$(BUILD)/%.o))
MAIN    := $(BUILD)/experiments/harness/main.o
# The verifier is a program of its own, of no other room's objects.
VERIFIER      := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard verify/*.c)))
VERIFIER_MAIN := $(BUILD)/verify/main.o
TESTS   := $(sort $(shell find tests -name '*.c' -not -path 'tests/bench/*' -not -path 'tests/fuzz/*' -not -path 'tests/shim/*'))
TEST_OBJECTS := $(TESTS:%.c=$(BUILD)/%.o)
# One bench compares with OpenBLAS's product: it is built where OpenBLAS is.
OPENBLAS := $(shell pkg-config --exists openblas 2>/dev/null && echo yes)
# What a test puts before the C library in a program it runs: no object of any program, and no sanitizer's.
SHIMS   := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/shim/*.c))
BENCHES := $(patsubst %.c,$(BUILD)/%,$(filter-out $(if $(OPENBLAS),,%/bench_floor.c),$(wildcard tests/bench/*.c)))

# One target for each reader of outside text; built with clang by tests/fuzz/run.sh.
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(sort $(shell find tests/fuzz -name 'f_*.c')))
SECONDS ?= 10

# libposbias; absent from a folder of links, where only the program is built.
-include lib/lib.mk

.DEFAULT_GOAL := help
.PHONY: help all check warnings claims figures bench bench-compare fuzz fuzzers coverage mutants check-slow lint readme clean FORCE

help:
	@echo 'make all       build/posbias, and build/posbias-verify, which it runs (MPI=1: for mpirun, docs/mpi.md;'
	@echo '                  MARCH=x86-64: for any processor, each with its vectors)'
	@echo 'make check     the tests (FLAVOUR=asan|tsan|debug for another build; SUITE=spec,cli or CASE=TEST for some)'
	@echo 'make library   build/lib/libposbias.so and .a, for other programs (docs/library.md)'
	@echo 'make examples  programs that use it'
	@echo 'make check-slow  what takes minutes: coverage of the limits over a grid of encodings; runs killed at any moment;'
	@echo '                  every allocation of a dozen commands failed in turn; the claims judged again (PYTHON=python3);'
	@echo '                  x86-64 of 2003, aarch64 under qemu, the thread sanitizer, fuzzing'
	@echo 'make claims    judge every claim at smoke scale'
	@echo 'make figures   run and draw every figure at smoke scale into out/'
	@echo 'make bench     speed as ratios against the scripts in tests/bench; every figure joins build/bench.jsonl'
	@echo 'make bench-compare  REV=.. speed against another revision, both in turn (ONLY=locality for some, PAIRS=9,'
	@echo '                  REV_FLAGS="MARCH=x86-64" to build the other so)'
	@echo 'make fuzz      each fuzz target for SECONDS=10 (TARGET=NAME for one), with clang and libFuzzer'
	@echo 'make coverage  lines that the tests run, for each folder'
	@echo 'make mutants   N=10 changes of one operator, and which of them no test notices (SEED, WHERE=theory/..)'
	@echo 'make lint      formatting, shell scripts and repository hygiene'
	@echo 'make readme    rewrite the generated parts of README.md, VERDICTS.md, docs/ and kernels/README.md'
	@echo 'make install   PREFIX=/usr/local DESTDIR= programs, what they need at run time, the library; make uninstall; make dist'
	@echo 'make clean     remove build/'

all: $(BUILD)/posbias

# Where a copy's objects are, and what a program or a bench is linked of: its objects, or those of each copy in one, of
# whose names only main, by another name, is left.
copy_at = $(BUILD)$(patsubst %,/copies/%,$(filter-out scalar,$(1)))
wholes  = $(if $(COPIES),$(foreach copy,$(COPIES),$(call copy_at,$(copy))/$(1).whole.o) $(START),$(2))
copy_whole = $(LD) -r -o $@.new $^ && $(OBJCOPY) --redefine-sym main=main_$(1) --keep-global-symbol=main_$(1) $@.new $@ && rm $@.new
define copy_rules
$(call copy_at,$(1))/posbias.whole.o: $(OBJECTS:$(BUILD)/%=$(call copy_at,$(1))/%)
	$$(call copy_whole,$(1))
$(call copy_at,$(1))/tests/bench/%.whole.o: $(call copy_at,$(1))/tests/bench/%.o $(patsubst $(BUILD)/%,$(call copy_at,$(1))/%,$(filter-out $(MAIN),$(OBJECTS)))
	$$(call copy_whole,$(1))
$(if $(COPY_$(1)),$(call copy_at,$(1))/%.o: %.c | $(BUILD)/include/build/version.h
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) $(COPY_$(1)) -c -o $$@ $$<)
endef

$(BUILD)/posbias: $(call wholes,posbias,$(OBJECTS)) | $(BUILD)/posbias-verify
	$(LINK) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(foreach copy,$(COPIES),$(eval $(call copy_rules,$(copy))))

$(BUILD)/posbias-verify: $(VERIFIER)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(BALLS)

$(BUILD)/tests/check: $(filter-out $(MAIN),$(OBJECTS)) $(LIB_OBJECTS) $(filter-out $(VERIFIER_MAIN),$(VERIFIER)) $(TEST_OBJECTS)
	$(LINK) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(shell pkg-config --libs $(TEST_LIBRARIES))

$(BUILD)/tests/bench/bench_floor: LDLIBS := $(if $(OPENBLAS),$(shell pkg-config --libs openblas)) $(LDLIBS)
%/tests/bench/bench_floor.o: CPPFLAGS += $(if $(OPENBLAS),$(shell pkg-config --cflags-only-I openblas))
$(BUILD)/tests/bench/%: $(call wholes,tests/bench/%,$(BUILD)/tests/bench/%.o $(filter-out $(MAIN),$(OBJECTS)))
	$(LINK) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.so: %.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -fPIC -shared $(WARNINGS) -o $@ $<

# Another MPI's object is another.
$(BUILD)/$(RANKS)mpi.o: $(BUILD)/include/build/version.h
$(BUILD)/$(RANKS)mpi.o: private CC := $(LINK)
$(BUILD)/%.o: %.c | $(BUILD)/include/build/version.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# What program this is: its version, its commit and that one's date, and a hash of every source, of how it was compiled and
# against which libraries. Git says the commit if it knows this very folder; an unpacked archive says which it is of, and
# nobody whether it was changed since. Rewritten only when it changes; several makes may do so at once.
$(BUILD)/include/build/version.h: FORCE
	@mkdir -p $(@D)
	@here=$$(dirname "$$(readlink -f Makefile)"); \
	commit=$$([ -z "$$(git -C "$$here" rev-parse --show-prefix 2>&1)" ] && \
	  git -C "$$here" rev-parse --short=12 HEAD 2>/dev/null || echo unknown); \
	[ $$commit = unknown ] || { git -C "$$here" diff --no-ext-diff --quiet HEAD -- 2>/dev/null && \
	  [ -z "$$(git -C "$$here" ls-files --others --exclude-standard -- $(ROOMS) verify 2>&1)" ]; } || \
	  commit=$$commit-modified; \
	date=$$([ $$commit = unknown ] || git -C "$$here" log -1 --format=%cs); \
	archive=$$(sed -n 's/^\([0-9a-f]\{12\}\)[0-9a-f]* \([0-9-]*\)$$/\1-archive \2/p' "$$here/packaging/archive" 2>/dev/null); \
	[ $$commit != unknown ] || [ -z "$$archive" ] || { commit=$${archive% *}; date=$${archive#* }; }; \
	program=$$( { cat $(TEXTS) $(HEADERS); \
	  echo '$(CC) $(filter-out -ffile-prefix-map=%,$(CFLAGS)) $(foreach copy,$(COPIES),$(COPY_$(copy)))'; $(CC) --version; pkg-config --modversion $(LIBRARIES); } | sha256sum | cut -c1-16 ); \
	printf '%s\n' '/* Generated by the Makefile, MPI=$(if $(filter 1,$(MPI)),$(MPICC)). */' '#define POSBIAS_VERSION "$(VERSION)"' \
	  "#define POSBIAS_COMMIT \"$$commit\"" "#define POSBIAS_DATE \"$$date\"" "#define POSBIAS_PROGRAM \"$$program\"" \
	  "#define POSBIAS_FLAVOUR \"$(FLAVOUR)\"" > $(BUILD)/version.$$$$; \
	cmp -s $(BUILD)/version.$$$$ $@ && rm $(BUILD)/version.$$$$ || mv $(BUILD)/version.$$$$ $@

check: $(BUILD)/posbias $(BUILD)/tests/check $(SHIMS)
	POSBIAS=$(BUILD)/posbias $(if $(SUITE),CK_RUN_SUITE='$(SUITE)') $(if $(CASE),CK_RUN_CASE='$(CASE)') $(BUILD)/tests/check

# What the compiler says of the tests, without building them.
warnings: | $(BUILD)/include/build/version.h
	$(CC) $(CPPFLAGS) $(filter-out -MMD -MP,$(CFLAGS)) -fsyntax-only $(TESTS)

# What takes minutes, and is not part of CI.
check-slow: $(BUILD)/posbias $(BUILD)/tests/check $(SHIMS)
	POSBIAS=$(BUILD)/posbias POSBIAS_SLOW=1 CK_RUN_SUITE=coverage,coverage_moments,coverage_tokens,coverage_heads,ends,memory,claim_price $(BUILD)/tests/check
	POSBIAS=$(BUILD)/posbias POSBIAS_KILLS=150 CK_RUN_SUITE=cli_kills $(BUILD)/tests/check
	$(PYTHON) tests/reference/rejudge/rejudge.py $(BUILD)/posbias
	$(PYTHON) tests/reference/heads/run.py $(BUILD)/posbias
	$(PYTHON) tests/reference/encodings/run.py $(BUILD)/posbias
	POSBIAS_INSTRUCTIONS=scalar $(MAKE) --no-print-directory BUILD=build/baseline MARCH=x86-64 check
	tests/tools/tsan.sh || [ $$? = 3 ]
	tests/tools/aarch64.sh || [ $$? = 3 ]
	tests/fuzz/run.sh 120 || [ $$? = 3 ]

claims: $(BUILD)/posbias
	$(BUILD)/posbias claims --scale smoke

figures:
	./paper_repro.sh --no-install --scale smoke

bench: $(BUILD)/posbias $(BENCHES)
	tests/bench/bench.sh $(BUILD)

REV ?= HEAD
bench-compare: $(BUILD)/posbias $(BENCHES)
	tests/bench/compare.sh $(BUILD) '$(REV)' $(if $(ONLY),'$(ONLY)')

coverage:
	find build/gcov -name '*.gcda' -delete 2>/dev/null || true
	$(MAKE) --no-print-directory FLAVOUR=gcov check; status=$$?; tests/tools/coverage.sh build/gcov && exit $$status

N ?= 10
SEED ?= 1
mutants:
	tests/tools/mutants.py $(N) $(SEED) $(WHERE)

fuzz:
	tests/fuzz/run.sh $(SECONDS) $(TARGET)

fuzzers: $(FUZZERS)

$(FUZZERS): %: %.o $(BUILD)/tests/fuzz/fuzz.o $(filter-out $(MAIN),$(OBJECTS)) $(filter-out $(VERIFIER_MAIN),$(VERIFIER))
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LDLIBS)

lint: $(BUILD)/posbias
	tests/lint.sh

readme: $(BUILD)/posbias
	tests/readme.sh --write

clean:
	rm -rf build

.SECONDARY: $(BENCHES:%=%.o) $(foreach copy,$(COPIES),$(patsubst $(BUILD)/%,$(call copy_at,$(copy))/%.o,$(BENCHES))) $(FUZZERS:%=%.o)
# A folder with the sources alone builds all the same.
-include packaging/install.mk
-include $(foreach copy,$(COPIES),$(patsubst $(BUILD)/%.o,$(call copy_at,$(copy))/%.d,$(OBJECTS) $(BENCHES:%=%.o)))
-include $(START:.o=.d) $(OBJECTS:.o=.d) $(VERIFIER:.o=.d) $(TEST_OBJECTS:.o=.d) $(BENCHES:%=%.d) $(FUZZERS:%=%.d)
