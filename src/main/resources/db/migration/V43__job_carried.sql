-- How much of a model's weights a training starts from, and what became of each tensor, as JSON by
-- name. Absent: no model, or a job of an earlier version, which takes weights by position.
alter table job add column warm_start_layers varchar(20);
alter table job add column carried_json varchar(1000000);
