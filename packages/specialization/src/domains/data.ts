import type { LexiconSource } from './lexicon.ts'

export const data: LexiconSource = {
  slug: 'data',
  label: 'Data and analytics',
  scale: 1.1,
  terms: {
    5: `dashboards, ga4, data engineering, data science, data scientist, data analysis, database administrator, database optimization, dba, business intelligence, data modeling, data warehouse, data pipeline, data governance, sql, statistician, database design, data architect, data visualization, data analyst, analytics engineer, business intelligence developer, data engineer, product analyst`,
    4: `nosql, mssql, d3.js, polars, stata, gis, plotly, hadoop, hdfs, denormalization, normalization, clickhouse, databricks, matplotlib, geospatial, tidyverse, postgres, dynamodb, bigquery, fivetran, sharding, metabase, mariadb, pyspark, airflow, dagster, airbyte, jupyter, seaborn, ggplot2, mongo, duckdb, cdc, liquibase, flyway, alembic, database migrations, schema evolution, window functions, cte, subquery, joins, materialized view, pgbouncer, deadlocks, transaction management, stored procedures, restore, tracking plan, mixpanel, formulas, xlsx, time series analysis, anomaly detection, predictive modeling, ggplot, scipy, dask, cypher, postgresql, mysql, sqlite, mongodb, redis, neo4j, influxdb, elasticsearch, opensearch, kafka, flink, etl, elt, execution plan, partitioning, star schema, schema design, olap, dataset, pandas, numpy, tableau, power bi, looker, spreadsheet, dashboard, hypothesis testing, statistics, funnel analysis, product analytics, dbt, google sheets, time series, web scraping, snowflake, er diagram, primary key, data lake, data lineage, data quality, data cleaning, data mining, data migration, data extraction, master data, power query, vlookup, pivot table, csv, regression analysis, bayesian, p value, confidence interval, standard deviation, causal inference, cohort analysis, questionnaire, matlab, scatter plot, histogram, outlier, vector database, google analytics, crawler, tabular, airtable, excel formula, excel expert, database, data entry, data transformation, table structure`,
    2: `workload, datasets, percentages, plotting, heatmap, indexes, cluster management, data, analytics, analyst, query, batch processing, stream processing, ingestion, join, indexing, replication, visualization, visualize, chart, graphs, kpi, trend analysis, forecasting, correlation, sampling, statistical, macro, formula, visualisation, metadata, sensor, lookup`,
    1: `trend, measurement, tracking, storage, records, aggregation, schema, pipelines, metrics, reports, trends, quantitative, reporting`,
    '4?': 'cassandra, redshift, iceberg, amplitude',
    '1.2?':
      'spark, beam, index, column, row, bi, partition, cluster, view, pipeline, batch, cell, stream, prefect, presto, trino, druid, kinesis, table, insight, distribution, labels, transactions',
  },
  rules: [{ term: 'R', weight: 1.2, caseSensitive: true, requires: ['@data'] }],
}
