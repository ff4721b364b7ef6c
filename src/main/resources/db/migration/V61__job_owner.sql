-- Whose turn it is to have a worker, and what those hold who count the jobs of an owner before they add one.
create table job_owner (
  owner varchar(200) primary key,
  turn_at timestamp with time zone,
  room_at timestamp with time zone
);
insert into job_owner (owner) select distinct owner from job;
