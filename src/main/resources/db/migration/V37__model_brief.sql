-- What lists show: the document without tables, curves and histograms. Absent of what was stored before.
alter table model add column brief text;
