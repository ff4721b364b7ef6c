-- The most threads that work on a step of the job; null: as many as the process gives.
alter table job add column threads smallint;
