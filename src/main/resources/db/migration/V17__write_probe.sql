-- One row that is written again and again, to learn whether the database takes what is written.
create table write_probe (
  id smallint primary key,
  written_at timestamp with time zone not null
);
insert into write_probe values (1, current_timestamp);
