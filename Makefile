# SPDX-License-Identifier: AGPL-3.0-or-later
# The front door. make: build/maillage · make demo: see it run · make check: everything is tested.
BUILD ?= build
LIST  := $(shell find src tools po assets -type f 2>/dev/null | LC_ALL=C sort | cksum | tr -d ' ')

all: $(BUILD)/build.ninja
	@[ "$$(cat $(BUILD)/.list 2>/dev/null)" = "$(LIST)" ] || { meson setup --reconfigure $(BUILD) >/dev/null && echo $(LIST) >$(BUILD)/.list; }
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja: | needs
	@meson setup $(BUILD) $(MESON_OPTIONS) >/dev/null && echo $(LIST) >$(BUILD)/.list

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
