-- When and with how much the trials of a sweep are trained, and until when.
alter table sweep add column priority smallint default 0 not null;
alter table sweep add column threads smallint;
alter table sweep add column expires_at timestamp with time zone;
