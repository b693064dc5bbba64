# The launcher is standard-library Python; whatever is missing it installs itself.
# Debian builds its Python with profile-guided optimisation: a quarter faster than what a version manager compiles
PYTHON ?= $(if $(wildcard /usr/lib/python3*/ensurepip),/usr/bin/python3,python3)
LAUNCH = $(PYTHON) -B -m tools.launch
VENV ?= .venv
COMPILE = "$(VENV)/bin/uv" pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml
export PORT HOST
.DEFAULT_GOAL := help

.PHONY: help demo manage test interop coverage check bench screenshots mutants lock stop reset

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: ## See Forum run, with data and a mailbox (PORT=8000, HOST=127.0.0.1)
	@$(LAUNCH) demo

manage: ## Run manage.py on the demo's data (ARGS="report anbefalinger --output rapport.pdf")
	@$(LAUNCH) manage $(ARGS)

stop: ## Stop the demo from another window
	@$(LAUNCH) stop

reset: ## Delete the demo's data (asks first; YES=1 does not)
	@$(LAUNCH) reset $(if $(YES),--yes)

test: ## Linters and all tests, with private servers (ARGS="tests/ops -k port" for some)
	@$(LAUNCH) test $(ARGS)

interop: ## Production's files with real nginx and PostgreSQL: proxy, backup, restore (ARGS="tests/interop/test_backup.py")
	@$(LAUNCH) interop $(ARGS)

coverage: ## The tests with their coverage, branches counted: a table here, pages in var/coverage-html
	@$(LAUNCH) coverage $(ARGS)

check: ## The linters alone
	@$(LAUNCH) check

bench: ## Benchmarks of the main pages against bare ones
	@$(LAUNCH) with-servers tools/bench.py $(ARGS)

screenshots: ## Make the README's pictures anew
	@$(LAUNCH) with-servers tools/screenshots.py $(ARGS)

mutants: ## Break the product in known ways, and see that the tests notice (ARGS="minutes" for some)
	@$(LAUNCH) with-servers -m tools.mutants $(ARGS)

lock: ## Compile the hash-pinned requirements anew (UPGRADE=1: newest versions)
	@$(LAUNCH) environment
	@$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) -c requirements.txt --extra demo -o requirements-demo.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) -c requirements.txt --extra dev -o requirements-dev.txt
