import type { LexiconSource } from './lexicon.ts'

export const data: LexiconSource = {
  slug: 'data',
  label: 'Data and analytics',
  scale: 1.1,
  terms: {
    5: `dashboards, analytics reporter, ga4, data engineering, data science, data analysis, database administrator, database optimization, dba, bi developer, business intelligence, data modeling, data warehouse, data pipeline, data governance, sql, statistician, database design`,
    4: `nosql, mssql, d3.js, polars, stata, gis, plotly, hadoop, hdfs, denormalization, normalization, clickhouse, databricks, matplotlib, geospatial, cassandra, snowflake, tidyverse, postgres, dynamodb, bigquery, redshift, fivetran, sharding, metabase, gremlin, mariadb, couchdb, pyspark, airflow, dagster, airbyte, jupyter, seaborn, ggplot2, mongo, duckdb, snowpipe, iceberg, hudi, cdc, liquibase, flyway, alembic, database migrations, schema evolution, window functions, cte, subquery, joins, materialized view, vacuum, pgbouncer, deadlocks, transaction management, stored procedures, triggers, restore, kimball, event tracking, tracking plan, mixpanel, amplitude, formulas, xlsx, time series analysis, anomaly detection, predictive modeling, ggplot, scipy, dask, cypher, postgresql, mysql, sqlite, mongodb, redis, neo4j, influxdb, elasticsearch, opensearch, kafka, flink, etl, elt, execution plan, partitioning, star schema, schema design, olap, dataset, pandas, numpy, tableau, power bi, looker, spreadsheet, dashboard, hypothesis testing, statistics, funnel analysis, product analytics`,
    2: `workload, dimensional, labels, transformations, throughput, datasets, reports, numbers, percentages, trends, plotting, heatmap, transactions, indexes, cluster management, data, database, analytics, analyst, query, batch processing, stream processing, ingestion, table, join, indexing, replication, insight, visualization, visualize, chart, graphs, reporting, metrics, kpi, trend analysis, forecasting, correlation, distribution, sampling, quantitative, statistical, excel, macro, formula`,
    1: `trend, measure, measurement, benchmarks, tracking, storage, records, aggregation, schema, pipelines`,
    gated:
      'spark, beam, index, column, row, bi, partition, cluster, view, pipeline, batch, cell, stream, prefect, presto, trino, druid, kinesis',
  },
  rules: [{ term: 'R', weight: 1.2, caseSensitive: true, requires: ['@data'] }],
}
