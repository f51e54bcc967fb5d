# cdreview: build, test, install. `make help` lists the targets.
# Objects live in build/<variant>/, so that variants never mix.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
VARIANT  ?= release
BUILD    ?= build/$(VARIANT)

# Rooms of core/, lowest first; a single room builds alone: make ROOMS="base git" unit
ROOMS    ?= base git rules scan verdict verify gate

PKGS     := libgit2 yaml-0.1 libpcre2-8 jansson libcrypto libdeflate
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
	    -Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wcast-qual -Wpointer-arith \
	    -Wformat=2 -Wvla -Wundef -Wswitch-enum -Wimplicit-fallthrough -Werror
OPT_release := -O3 -g
OPT_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DCDR_ARENA_EACH
OPT_tsan    := -O1 -g -fsanitize=thread
OPT_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -DCDR_ARENA_EACH
OPT      ?= $(OPT_$(VARIANT))
# ncursesw's pkg-config adds its own _XOPEN_SOURCE: only its include path is wanted (in PKG_INC).
PKG_INC  := $(shell pkg-config --cflags-only-I $(PKGS) ncursesw 2>/dev/null)
PKG_LIB  := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -ldl
TTY_LIB  := $(shell pkg-config --libs ncursesw 2>/dev/null)
CPPFLAGS += -D_GNU_SOURCE -DCDR_VERSION='"$(VERSION)"' -Iinclude $(PKG_INC)
CFLAGS   += -std=c11 $(WARN) $(OPT) -MMD -MP
# The program, not its tests, is optimised as a whole where the compiler can: with -O3 an eighth
# less time. What a compiler notices only then is no error: each one notices other things.
LTO      := $(if $(filter release,$(VARIANT)),$(shell $(CC) -Werror -flto=auto -ffat-lto-objects \
	    -c -x c -o /dev/null /dev/null 2>/dev/null && echo -flto=auto -ffat-lto-objects))
LDFLAGS  += $(OPT) $(if $(LTO),-fno-lto)

CORE_SRC := $(foreach room,$(ROOMS),$(wildcard core/$(room)/*.c core/$(room)/*/*.c)) $(if $(filter gate,$(ROOMS)),$(wildcard core/*.c))
TUI_SRC  := $(wildcard tui/*.c tui/cmd/*.c tui/term/*.c)
PURE_SRC := $(wildcard tui/review/*.c)
PACKS    := $(wildcard rules/*.yaml)
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/%.o) $(if $(filter rules,$(ROOMS)),$(BUILD)/packs.o)
TUI_OBJ  := $(TUI_SRC:%.c=$(BUILD)/%.o)
PURE_OBJ := $(PURE_SRC:%.c=$(BUILD)/%.o)

# make V=1 shows whole commands.
ifeq ($(V),1)
say       =
else
say       = @printf '%-7s %s\n' '$(1)' '$@';
endif

all: $(BUILD)/cdreview $(BUILD)/git-cdreview

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

$(BUILD)/cdreview: $(TUI_OBJ) $(BUILD)/libreview.a $(BUILD)/libcdreview.a
	$(call say,LINK)$(CC) $(filter-out -fno-lto,$(LDFLAGS)) $(LTO) $(if $(LTO),-Wno-error) -o $@ $^ $(PKG_LIB) $(TTY_LIB)
$(BUILD)/git-cdreview: $(BUILD)/cdreview
	ln -sf cdreview $@
$(BUILD)/libcdreview.a: $(CORE_OBJ)
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^
$(BUILD)/libreview.a: $(PURE_OBJ)
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^

$(BUILD)/core/%.o: core/%.c | $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) -Icore $(CFLAGS) $(LTO) -c -o $@ $<
$(BUILD)/tui/%.o: tui/%.c | $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) -Itui $(CFLAGS) $(LTO) -c -o $@ $<
$(BUILD)/packs.o: $(BUILD)/packs.c
	$(call say,CC)$(CC) $(CPPFLAGS) -Icore $(CFLAGS) -c -o $@ $<
$(BUILD)/packs.c: $(BUILD)/rules/prepare $(PACKS)
	$(call say,PREPARE)$< $(PACKS) >$@.tmp && mv $@.tmp $@
$(BUILD)/rules/prepare: rules/prepare.c $(BUILD)/librules.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Icore $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIB)
$(BUILD)/librules.a: $(filter $(BUILD)/core/base/% $(BUILD)/core/rules/%,$(CORE_OBJ))
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^
$(BUILD)/flags:
	@mkdir -p $(BUILD) && touch $@

# --- tests: every program and script below tests/ is found by name -------------------------------
UNIT     := $(foreach room,$(ROOMS),$(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/$(room)/test_*.c))) \
	    $(if $(filter gate,$(ROOMS)),$(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/session/test_*.c)))
GOLDEN   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/golden/test_*.c))
PTY      := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/pty/test_*.c))
REPLAY   := $(patsubst %.c,$(BUILD)/%_replay,$(wildcard tests/fuzz/fuzz_*.c))
CLI      := $(wildcard tests/cli/*.t)
TEST_LIB := $(shell pkg-config --libs cmocka 2>/dev/null)
VTERM    := $(shell pkg-config --libs vterm 2>/dev/null)

$(BUILD)/tests/unit/%: tests/unit/%.c $(BUILD)/libcdreview.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Icore -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libcdreview.a $(PKG_LIB) $(TEST_LIB)
$(BUILD)/tests/golden/%: tests/golden/%.c $(BUILD)/libreview.a $(BUILD)/libcdreview.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Itui -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libreview.a $(BUILD)/libcdreview.a $(PKG_LIB) $(TEST_LIB)
$(BUILD)/tests/pty/%: tests/pty/%.c tests/pty/term.c $(BUILD)/cdreview
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ $< tests/pty/term.c $(TEST_LIB) $(VTERM) -lutil
$(BUILD)/tests/fuzz/%_replay: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/libreview.a $(BUILD)/libcdreview.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Icore -Itui $(CFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(BUILD)/libreview.a $(BUILD)/libcdreview.a $(PKG_LIB)
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(BUILD)/libreview.a $(BUILD)/libcdreview.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(CPPFLAGS) -Icore -Itui $(CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $< $(BUILD)/libreview.a $(BUILD)/libcdreview.a $(PKG_LIB)

check: ## every test, under ASan, UBSan and leak checking
	$(MAKE) -j$(shell getconf _NPROCESSORS_ONLN) VARIANT=asan build-tests
	$(MAKE) VARIANT=asan test
	$(MAKE) layers metrics
build-tests: all $(UNIT) $(GOLDEN) $(PTY) $(REPLAY)
test: all $(UNIT) $(GOLDEN) $(PTY) $(REPLAY) ## every test with this VARIANT
	@BUILD=$(BUILD) tests/run.sh $(UNIT) $(GOLDEN) $(PTY) $(REPLAY) $(CLI)
unit: $(UNIT) ## unit tests of ROOMS
	@BUILD=$(BUILD) tests/run.sh $(UNIT)
golden: $(GOLDEN) ## golden screens
	@BUILD=$(BUILD) tests/run.sh $(GOLDEN)
pty: all $(PTY) ## terminal flows
	@BUILD=$(BUILD) tests/run.sh $(PTY)
cli: all ## command-line tests
	@BUILD=$(BUILD) tests/run.sh $(CLI)
asan: ## the program with sanitizers, in build/asan
	$(MAKE) VARIANT=asan all
layers: all ## floor plan: who may include and call whom
	@BUILD=$(BUILD) tests/layers.sh
metrics: ## sizes and complexity, hard limits
	tests/metrics.sh
fuzz: ## FUZZ_SECONDS (30) on every fuzz target
	$(MAKE) VARIANT=fuzz CC=clang fuzz-targets
	tests/fuzz/run.sh build/fuzz $${FUZZ_SECONDS:-30}
fuzz-targets: $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
bench: all ## timings beside git's, REPO=DIR [RANGE=A..B]
	@BUILD=$(BUILD) tests/bench/run.sh

install: all ## into DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5 \
		$(DESTDIR)$(PREFIX)/share/cdreview/rules
	install -m 755 $(BUILD)/cdreview $(DESTDIR)$(PREFIX)/bin/cdreview
	ln -sf cdreview $(DESTDIR)$(PREFIX)/bin/git-cdreview
	install -m 644 man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 man/*.5 $(DESTDIR)$(PREFIX)/share/man/man5/
	install -m 644 rules/*.yaml $(DESTDIR)$(PREFIX)/share/cdreview/rules/
uninstall: ## what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/cdreview $(DESTDIR)$(PREFIX)/bin/git-cdreview
	rm -f $(patsubst man/%,$(DESTDIR)$(PREFIX)/share/man/man1/%,$(wildcard man/*.1))
	rm -f $(patsubst man/%,$(DESTDIR)$(PREFIX)/share/man/man5/%,$(wildcard man/*.5))
	rm -rf $(DESTDIR)$(PREFIX)/share/cdreview
clean: ## build/
	rm -rf build

-include $(CORE_OBJ:.o=.d) $(TUI_OBJ:.o=.d) $(PURE_OBJ:.o=.d)
.PHONY: all help check build-tests test unit golden pty cli asan layers metrics fuzz fuzz-targets bench install uninstall clean
.SECONDARY:
