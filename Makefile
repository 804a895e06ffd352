# SPDX-License-Identifier: AGPL-3.0-or-later
# The front door. make: build/maillage · make demo: see it run · make check: everything is tested.
BUILD ?= build
LIST  := $(shell find src tools po assets node_modules/.package-lock.json -type f 2>/dev/null | LC_ALL=C sort | cksum | tr -d ' ')

all: node_modules/.package-lock.json $(BUILD)/build.ninja
	@[ "$$(cat $(BUILD)/.list 2>/dev/null)" = "$(LIST)" ] || { meson setup --reconfigure $(BUILD) >/dev/null && echo $(LIST) >$(BUILD)/.list; }
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja: | needs node_modules/.package-lock.json
	@meson setup $(BUILD) $(MESON_OPTIONS) >/dev/null && echo $(LIST) >$(BUILD)/.list

# The French geography and the tools of browser tests. Without them the program builds, and init says what it lacks.
node_modules/.package-lock.json: package-lock.json
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

clean:
	rm -rf build build-*

.PHONY: all needs demo check bench campaign clean
