import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const data: Domain = /* @__PURE__ */ lexicon({
  slug: 'data',
  label: 'Data and analytics',
  scale: 1.1,
  terms: {
    5: `dashboards, analytics reporter, ga4, data engineering, data science, data analysis, database administrator, database optimization, dba, bi developer, business intelligence, data modeling, data warehouse, data warehousing, data pipeline, data governance, sql, statistician, database design`,
    4: `mongo, duckdb, snowpipe, iceberg, hudi, ksqldb, cdc, debezium, liquibase, flyway, alembic, database migrations, schema evolution, window functions, cte, subquery, joins, materialized view, vacuum, autovacuum, pgbouncer, deadlocks, transaction management, stored procedures, triggers, n+1 query, database performance, database connection, restore, dimensional modeling, kimball, data infrastructure, business insights, actionable insights, event tracking, tracking plan, mixpanel, amplitude, formulas, xlsx, statistical significance, correlation analysis, multivariate, time series analysis, anomaly detection, predictive modeling, ggplot, scipy, dask, vaex, arrow, data validation, data integrity, data collection, erd, rdf, cypher, gremlin, lucene, solr, postgresql, postgres, mysql, mariadb, sqlite, mssql, mongodb, cassandra, redis, dynamodb, cockroachdb, neo4j, graph database, influxdb, elasticsearch, opensearch, kafka, flink, etl, elt, vector database, query optimization, query plan, execution plan, partitioning, star schema, schema design, olap, data quality, data lineage, master data management, data extraction, big data, dataset, pandas, numpy, tableau, power bi, looker, spreadsheet, dashboard, hypothesis testing, statistical analysis, statistics, funnel analysis, exploratory data analysis, product analytics`,
    2: `databases, insights, kpis, tables, workload, dimensional, labels, transformations, throughput, datasets, reports, numbers, percentages, trends, plotting, heatmap, transactions, indexes, cluster management, data, database, analytics, analyst, query, queries, batch processing, stream processing, ingestion, data structure design, table, join, indexing, transaction isolation, replication, insight, visualization, visualize, chart, charts, graphs, reporting, metrics, kpi, trend analysis, forecasting, correlation, distribution, sampling, quantitative, statistical, excel, macro, formula`,
    1: `trend, measure, measurement, benchmarks, tracking, storage, records, aggregation, schema, pipelines`,
  },
  gated:
    'spark, hive metastore, beam, looker studio, index, column, row, warehouse, lake, bi, partition, cluster, view, cube, pipeline, batch, R, sheet, cell, stream, prefect, presto, trino, druid, kinesis',
  masks:
    'on the table, table of contents, join us, join me, join the, chart a course, data structures and algorithms, structured data markup, turn the tables, data protection law, personal data protection, table tennis, table top, round table, at the table, data privacy',
})
