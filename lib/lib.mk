# libposbias: `make library`, `make examples`, and what `make install` puts where.
# Its objects are compiled again, for any place in memory and with hidden names, under $(LIB)/rooms.
LIB        := $(BUILD)/lib
LIB_SONAME := libposbias.so.0
LIB_NAMES  := $(LIB)/libposbias.a $(LIB)/$(LIB_SONAME) $(LIB)/libposbias.so $(LIB)/posbias.pc
# The rooms it is linked from: of their objects, those it needs.
LIB_ROOMS  := theory/ground theory/model theory/trig theory/moments theory/order theory/limits kernels/encodings kernels/curves \
              kernels/counts experiments/closed_forms experiments/harness/draws experiments/harness/driver experiments/turning
LIB_OWN    := $(sort $(wildcard lib/*.c))
LIB_ROOM   := $(filter $(foreach room,$(LIB_ROOMS),$(room)/% $(room).c),$(filter-out $(RANKS)mpi.c,$(TEXTS)))
# The library as a part of another program, as the tests are.
LIB_OBJECTS := $(LIB_OWN:%.c=$(BUILD)/%.o)
LIB_PRIVATE := -lgsl -lgslcblas -lsleef -lmpfr -lgmp -lm
LIB_OPENMP  := $(if $(findstring clang,$(CC)),-lomp,-lgomp)

PREFIX ?= /usr/local
# Below PREFIX; lib/x86_64-linux-gnu, say, where libraries of several machines are.
LIBDIR ?= lib
export PREFIX LIBDIR
INSTALLED += include/posbias.h=lib/posbias.h $(foreach name,$(LIB_NAMES),@LIBDIR@/$(if $(filter %.pc,$(name)),pkgconfig/)$(notdir $(name))=$(name))

.PHONY: library examples
install: library

library: $(LIB_NAMES)

# One object of each copy, of whose names only the header's are left, so that no name of the library's meets one of the
# caller's. Of several copies their names end in the copy's, and those of the header stand for one of them.
LIB_COPIES := $(or $(COPIES),rooms)
define lib_copy
$(LIB)/$(1)/%.o: %.c | $(BUILD)/include/build/version.h
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) $(COPY_$(1)) -fPIC -fvisibility=hidden -c -o $$@ $$<

$(LIB)/$(1).a: $(LIB_ROOM:%.c=$(LIB)/$(1)/%.o)
	@rm -f $$@ && $$(AR) rcs $$@ $$^

$(LIB)/$(1).o: $(LIB_OWN:%.c=$(LIB)/$(1)/%.o) $(LIB)/$(1).a
	$$(LD) -r -d -o $$@.new $$^
	$$(OBJCOPY) --wildcard --keep-global-symbol='posbias_*' $$@.new
	nm -g --defined-only $$@.new | awk '{ print $$$$3 " " $$$$3 "$(if $(COPIES),_$(1))" }' > $$@.names
	$$(OBJCOPY) --redefine-syms=$$@.names $$@.new $$@ && rm $$@.new

-include $(patsubst %.c,$(LIB)/$(1)/%.d,$(LIB_OWN) $(LIB_ROOM))
endef
$(foreach copy,$(LIB_COPIES),$(eval $(call lib_copy,$(copy))))

$(LIB)/choose.o: lib/choose/choose.c $(LIB_COPIES:%=$(LIB)/%.o)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC "-DNAMES(X)=$$(sed 's/ .*//; s/.*/X(&)/' $(LIB)/scalar.o.names | tr '\n' ' ')" -c -o $@ $<

$(LIB)/posbias.o: $(if $(COPIES),$(LIB)/choose.o) $(LIB_COPIES:%=$(LIB)/%.o)
	$(LD) -r -d -o $@.new $^
	$(OBJCOPY) $(foreach copy,$(COPIES),--wildcard --localize-symbol='posbias_*_$(copy)') $@.new $@ && rm $@.new

$(LIB)/libposbias.a: $(LIB)/posbias.o
	@rm -f $@ && $(AR) rcs $@ $<

$(LIB)/$(LIB_SONAME): $(LIB)/posbias.o lib/posbias.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(LIB_SONAME) -Wl,--version-script=lib/posbias.map $(if $(findstring -fsanitize,$(MODE)),,-Wl,-z,defs) \
	  -o $@ $< -Wl,--as-needed $(LIB_PRIVATE)

$(LIB)/libposbias.so: $(LIB)/$(LIB_SONAME)
	@ln -sfn $(LIB_SONAME) $@

$(LIB)/posbias.pc: lib/posbias.pc.in FORCE
	@mkdir -p $(@D)
	@escaped() { printf '%s' "$$1" | tr -s / | sed 's|/$$||; s|[^A-Za-z0-9/._+-]|\\\\&|g; s/[&|]/\\&/g'; }; \
	sed "s|@PREFIX@|$$(escaped "$${PREFIX:-/usr/local}")|; s|@LIBDIR@|$$(escaped "$${LIBDIR:-lib}")|"'; s|@VERSION@|$(VERSION)|; s|@PRIVATE@|$(LIB_PRIVATE) $(LIB_OPENMP)|' $< > $@.new; \
	cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# As a program is built with the library installed, which is found here where it was made.
examples: $(BUILD)/examples/score_curve

$(BUILD)/examples/score_curve: examples/score_curve.c $(LIB)/libposbias.so
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Ilib -o $@ $< -L$(LIB) -lposbias -lm '-Wl,-rpath,$$ORIGIN/../lib'

-include $(LIB_OBJECTS:.o=.d)
