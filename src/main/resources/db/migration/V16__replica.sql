-- The processes that share this database; each renews its row every few seconds.
create table replica (
  name varchar(50) primary key,
  version varchar(100) not null,
  workers integer not null,
  memory_bytes bigint not null,
  started_at timestamp with time zone not null,
  heartbeat_at timestamp with time zone not null
);
