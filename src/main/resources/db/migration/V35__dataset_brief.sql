-- What lists show: the description without columns. Absent of what was stored before.
alter table dataset add column brief text;
