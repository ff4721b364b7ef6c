-- How a training is judged by the epochs that it has finished; null before the first.
alter table job add column diagnosis_json varchar(1000000);
