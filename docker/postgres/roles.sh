#!/bin/bash
# Runs once, when the database is made: the role that changes the schema and the role that runs the product, with the
# privileges that backend/vitrine/infra/local/roles.py gives them on one machine.
set -euo pipefail

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$(cat /run/secrets/postgres_owner_password)" \
    --set app="$(cat /run/secrets/postgres_app_password)" <<'SQL'
create role vitrine_owner login password :'owner';
create role vitrine_app login password :'app';
alter database vitrine owner to vitrine_owner;
alter schema public owner to vitrine_owner;
create extension if not exists vector;
grant usage on schema public to vitrine_app;
alter default privileges for role vitrine_owner in schema public
    grant select, insert, update, delete on tables to vitrine_app;
alter default privileges for role vitrine_owner in schema public grant usage, select on sequences to vitrine_app;
SQL
