-- An owner's aliases, newest first, without sorting them all.
create index model_alias_by_owner on model_alias (owner, id);
