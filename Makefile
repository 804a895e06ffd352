# SPDX-License-Identifier: AGPL-3.0-or-later
# The front door. make: build/maillage · make demo: see it run · make check: everything is tested.
# make bench · make campaign: measurements and long tests · make install PREFIX=/usr/local DESTDIR= · make dist: the sources.
BUILD  ?= build
PREFIX ?= /usr/local
INSTALL = install -D -m 644
SHARE   = $(DESTDIR)$(PREFIX)/share
DOC     = $(PREFIX)/share/doc/maillage
VERSION = $(shell awk -F"'" '/^project/ { print $$6 }' meson.build)
LIST   = $(shell find src tools po assets node_modules/.package-lock.json -type f 2>/dev/null | LC_ALL=C sort | cksum | tr -d ' ')

all: node_modules/.package-lock.json $(BUILD)/build.ninja
	@[ "$$(cat $(BUILD)/.list 2>/dev/null)" = "$(LIST)" ] || { meson setup --reconfigure $(BUILD) >/dev/null && echo $(LIST) >$(BUILD)/.list; }
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja: | needs node_modules/.package-lock.json
	@meson setup $(BUILD) $(MESON_OPTIONS) >/dev/null && echo $(LIST) >$(BUILD)/.list

# The French geography and the tools of browser tests. Without them the program builds, and init says what it lacks.
node_modules/.package-lock.json: package-lock.json | needs
	@npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --silent && touch $@ || \
	    echo 'npm is out of reach: going on without the French geography (maillage init will need it).' >&2

needs:
	@tools/install-needs build

demo: all
	@tools/demo

check:
	@tools/check

bench: all
	@bench/run

campaign: all
	@tools/campaign

install: all
	install -D -m 755 -s $(BUILD)/maillage $(DESTDIR)$(PREFIX)/bin/maillage
	tools/make-manual $(BUILD)/maillage $(DOC) >$(BUILD)/maillage.1
	$(INSTALL) $(BUILD)/maillage.1 $(SHARE)/man/man1/maillage.1
	sed 's,@bindir@,$(PREFIX)/bin,' packaging/maillage.service >$(BUILD)/maillage.service
	$(INSTALL) $(BUILD)/maillage.service $(DESTDIR)$(PREFIX)/lib/systemd/system/maillage.service
	$(INSTALL) -t $(DESTDIR)$(DOC) LICENSE README.md docs/*.md packaging/nginx.conf packaging/maillage.conf.example

# libmaillage alone: the engines as a library for other programs, with a manual page for each header.
LIBRARY = $(DESTDIR)$(PREFIX)/lib
install-library: all
	install -D -m 755 $(BUILD)/libmaillage.so.0 $(LIBRARY)/libmaillage.so.0
	ln -sf libmaillage.so.0 $(LIBRARY)/libmaillage.so
	cd $(BUILD) && rm -f libmaillage.a && ld -r -o libmaillage.o $$(ar t libpure.a) \
	    && sed -n 's/^        \([a-z].*\);$$/\1/p' libmaillage.map >libmaillage.names \
	    && objcopy --keep-global-symbols=libmaillage.names libmaillage.o && ar rcs libmaillage.a libmaillage.o
	$(INSTALL) $(BUILD)/libmaillage.a $(LIBRARY)/libmaillage.a
	sed 's,@prefix@,$(PREFIX),; s,@version@,$(VERSION),' packaging/maillage.pc.in >$(BUILD)/maillage.pc
	$(INSTALL) $(BUILD)/maillage.pc $(LIBRARY)/pkgconfig/maillage.pc
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/include/maillage/base src/base/*.h
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/include/maillage/engines src/engines/*.h
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/include/maillage/engines/kernel src/engines/kernel/*.h
	$(INSTALL) -t $(DESTDIR)$(DOC)/examples examples/*.c
	@for header in src/engines/*.h; do name=$$(basename $$header .h); \
	    tools/make-manual-library $$header examples/$$name.c $(VERSION) >$(BUILD)/maillage_$$name.3 \
	    && $(INSTALL) $(BUILD)/maillage_$$name.3 $(SHARE)/man/man3/maillage_$$name.3 || exit 1; done

dist:
	@mkdir -p $(BUILD)
	git archive --prefix=maillage-$(VERSION)/ -o $(BUILD)/maillage-$(VERSION).tar.gz HEAD
	@echo $(BUILD)/maillage-$(VERSION).tar.gz

clean:
	rm -rf build build-*

.PHONY: all needs demo check bench campaign install install-library dist clean
