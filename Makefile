# A thin front for Meson. All the knowledge is in the meson.build files.
#
#   make run    install what is missing, build, print the report of a living room
#   make page   the same, then open the page in the browser: three questions, no file
#   make test   install what is missing, build, run all suites
#   make bench  measure against ngspice and write docs/bench-report.md
#   make install [PREFIX=/usr/local] [DESTDIR=]

PREFIX ?= /usr/local
BUILD := build
HUMDINGER := $(BUILD)/src/cli/humdinger

.PHONY: run page test bench build packages install clean

run: build
	@$(HUMDINGER) report examples/living-room.hum

page: build
	@$(HUMDINGER) serve --open

test: build
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs

# Optimised, in a build folder of its own.
bench:
	@tools/install-packages.sh bench
	@test -f $(BUILD)-bench/build.ninja || meson setup $(BUILD)-bench --buildtype=release -Dtests=false >/dev/null
	@ninja -C $(BUILD)-bench --quiet
	@bench/run.py $(BUILD)-bench --write && cat docs/bench-report.md

build: packages $(BUILD)/build.ninja
	@ninja -C $(BUILD) >$(BUILD)/build.log 2>&1 || { cat $(BUILD)/build.log >&2; exit 1; }

packages:
	@tools/install-packages.sh

$(BUILD)/build.ninja: | packages
	@mkdir -p $(BUILD)
	@echo 'Building Humdinger, about half a minute ...' >&2
	@meson setup $(BUILD) >$(BUILD)/setup.log 2>&1 || { cat $(BUILD)/setup.log >&2; exit 1; }

# The prefix is compiled in (where the installed program finds its catalogue), so it has a build folder of its own.
install: packages
	@mkdir -p $(BUILD)-install
	@meson setup $(BUILD)-install $(if $(wildcard $(BUILD)-install/build.ninja),--reconfigure) \
	    --prefix=$(PREFIX) --buildtype=release -Dwerror=false -Dtests=false >$(BUILD)-install/setup.log 2>&1 || \
	    { cat $(BUILD)-install/setup.log >&2; exit 1; }
	@ninja -C $(BUILD)-install >$(BUILD)-install/build.log 2>&1 || { cat $(BUILD)-install/build.log >&2; exit 1; }
	@DESTDIR='$(DESTDIR)' meson install -C $(BUILD)-install --no-rebuild --quiet

clean:
	@rm -rf $(BUILD) $(BUILD)-install $(BUILD)-bench $(BUILD)-sanitize $(BUILD)-clang
