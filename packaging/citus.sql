-- Distributes the store of a receiving unit over the nodes of a Citus cluster, by unit. Run once as its owner, in the
-- store's database, after the first "receive … --db" has made the tables:
--
--   psql --single-transaction --file packaging/citus.sql DATABASE
--
-- Every key begins with the unit, and everything that is asked of one unit's rows names it: all rows of a commune lie on
-- one node, and a package is taken in there. Only what tells whose a row is, and who is known by a number, goes by that.

CREATE EXTENSION IF NOT EXISTS citus;
SET search_path = ansinh;

SELECT create_distributed_table('hamlet', 'unit');
SELECT create_distributed_table('household', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('person', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('relation', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('likeness', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('record', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('event', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('attachment', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('closed_month', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('figure', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('closed_period', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('package', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('answer', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('replaced', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('history', 'unit', colocate_with => 'hamlet');
SELECT create_distributed_table('whose', 'id', colocate_with => 'none');
SELECT create_distributed_table('known_by', 'number', colocate_with => 'none');
