# What is installed, and where: below PREFIX, which stands below DESTDIR when a package is made.
PREFIX  ?= /usr/local
DESTDIR ?=
LIBDIR  ?= lib
export PREFIX DESTDIR LIBDIR

# DEST=SOURCE for each file, or for all files of a folder. The program finds the rest from its own place (output/files/program.h).
INSTALLED += $(foreach program,posbias posbias-verify,bin/$(program)=$(BUILD)/$(program))
INSTALLED += $(foreach script,$(wildcard plots/*.gp),share/posbias/$(script)=$(script))

# The pages that help and sources refer to, with the links between them.
INSTALLED += $(foreach page,README.md VERDICTS.md CITATION.cff $(wildcard docs/*.md) $(wildcard */README.md theory/*/README.md) $(wildcard plots/shown/*.svg),share/doc/posbias/$(page)=$(page))

# The manual and completion, which the program writes.
INSTALLED += share=$(BUILD)/pages

.PHONY: pages install uninstall dist
pages: $(BUILD)/pages.made
$(BUILD)/pages.made: $(BUILD)/posbias packaging/pages.sh
	packaging/pages.sh $(BUILD)/posbias $(BUILD)/pages
	@touch $@

install: all pages
	packaging/install.sh install $(INSTALLED)

uninstall:
	packaging/install.sh uninstall

# The tracked files as they are committed: the same bytes from every checkout, whatever its owner's git is set to.
dist:
	@[ -z "$$(git rev-parse --show-prefix 2>&1)" ] || { echo 'make dist: this is no checkout of git, whose files it packs' >&2; exit 1; }
	@git diff --quiet HEAD -- || echo 'make dist: what is not committed is left out' >&2
	@mkdir -p build
	git -c tar.umask=0022 -c core.autocrlf=false -c core.eol=lf -c core.attributesFile=/dev/null \
	  archive --format=tar --prefix=posbias-$(VERSION)/ -o build/posbias-$(VERSION).tar HEAD
	gzip -9nf build/posbias-$(VERSION).tar
