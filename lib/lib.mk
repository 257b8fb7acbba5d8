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
LIB_PLACED := $(LIB_OWN:%.c=$(LIB)/rooms/%.o)
LIB_SHARED := $(LIB_ROOM:%.c=$(LIB)/rooms/%.o)
# The library as a part of another program, as the tests are.
LIB_OBJECTS := $(LIB_OWN:%.c=$(BUILD)/%.o)
LIB_PRIVATE := -lgsl -lgslcblas -lsleef -lmpfr -lgmp -lm
LIB_OPENMP  := $(if $(findstring clang,$(CC)),-lomp,-lgomp)

PREFIX ?= /usr/local
# Below PREFIX; lib/x86_64-linux-gnu, say, where libraries of several machines are.
LIBDIR ?= lib
INSTALLED += include/posbias.h=lib/posbias.h $(foreach name,$(LIB_NAMES),$(LIBDIR)/$(if $(filter %.pc,$(name)),pkgconfig/)$(notdir $(name))=$(name))

.PHONY: library examples
install: library

library: $(LIB_NAMES)

$(LIB)/rooms/%.o: %.c | $(BUILD)/include/build/version.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -c -o $@ $<

$(LIB)/rooms.a: $(LIB_SHARED)
	@rm -f $@ && $(AR) rcs $@ $^

# One object, of whose names only the header's are left: no name of the library's meets one of the caller's.
$(LIB)/posbias.o: $(LIB_PLACED) $(LIB)/rooms.a
	$(LD) -r -d -o $@.new $^
	$(OBJCOPY) --wildcard --keep-global-symbol='posbias_*' $@.new $@ && rm $@.new

$(LIB)/libposbias.a: $(LIB)/posbias.o
	@rm -f $@ && $(AR) rcs $@ $<

$(LIB)/$(LIB_SONAME): $(LIB)/posbias.o lib/posbias.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(LIB_SONAME) -Wl,--version-script=lib/posbias.map $(if $(findstring -fsanitize,$(MODE)),,-Wl,-z,defs) \
	  -o $@ $< -Wl,--as-needed $(LIB_PRIVATE)

$(LIB)/libposbias.so: $(LIB)/$(LIB_SONAME)
	@ln -sfn $(LIB_SONAME) $@

$(LIB)/posbias.pc: lib/posbias.pc.in FORCE
	@mkdir -p $(@D)
	@sed 's|@PREFIX@|$(PREFIX:/=)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|; s|@PRIVATE@|$(LIB_PRIVATE) $(LIB_OPENMP)|' $< > $@

# As a program is built with the library installed, which is found here where it was made.
examples: $(BUILD)/examples/score_curve

$(BUILD)/examples/score_curve: examples/score_curve.c $(LIB)/libposbias.so
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Ilib -o $@ $< -L$(LIB) -lposbias -lm '-Wl,-rpath,$$ORIGIN/../lib'

-include $(LIB_PLACED:.o=.d) $(LIB_SHARED:.o=.d) $(LIB_OBJECTS:.o=.d)
