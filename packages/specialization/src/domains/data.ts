import type { LexiconSource } from './lexicon.ts'

export const data: LexiconSource = {
  slug: 'data',
  label: 'Data and analytics',
  scale: 1.1,
  terms: {
    5: `dashboards, ga4, data science, data scientist, data analysis, database optimization, dba, business intelligence, data modeling, data warehouse, data pipeline, data governance, sql, statistician, database design, data architect, data visualization, data analyst, analytics engineer, business intelligence developer, data engineer, product analyst`,
    4: `nosql, mssql, d3.js, polars, stata, gis, plotly, hadoop, hdfs, denormalization, normalization, clickhouse, databricks, matplotlib, geospatial, tidyverse, postgres, dynamodb, bigquery, fivetran, sharding, metabase, mariadb, pyspark, airflow, dagster, airbyte, jupyter, seaborn, ggplot2, mongo, duckdb, cdc, liquibase, flyway, alembic, database migrations, schema evolution, window functions, cte, subquery, joins, materialized view, pgbouncer, deadlocks, transaction management, stored procedures, tracking plan, mixpanel, formulas, xlsx, time series analysis, anomaly detection, predictive modeling, ggplot, scipy, dask, cypher, postgresql, mysql, sqlite, mongodb, redis, neo4j, influxdb, elasticsearch, opensearch, kafka, flink, etl, elt, execution plan, partitioning, star schema, schema design, olap, dataset, pandas, numpy, tableau, power bi, looker, spreadsheet, dashboard, hypothesis testing, statistics, funnel analysis, product analytics, dbt, google sheets, time series, web scraping, snowflake, er diagram, primary key, data quality, data mining, data migration, data extraction, vlookup, pivot table, csv, regression analysis, bayesian, p value, confidence interval, standard deviation, causal inference, cohort analysis, questionnaire, matlab, scatter plot, histogram, outlier, google analytics, crawler, tabular, airtable, excel expert, database, data entry, data transformation, table structure, graph database`,
    2: `workload, datasets, plotting, heatmap, indexes, cluster management, data, analytics, analyst, query, batch processing, stream processing, ingestion, join, indexing, replication, visualization, visualize, chart, graphs, kpi, trend analysis, forecasting, correlation, sampling, statistical, macro, formula, visualisation, metadata, sensor, lookup, transformation, anomaly, aggregate, unstructured, numerical`,
    1: `trend, measurement, tracking, storage, records, aggregation, schema, pipelines, metrics, reports, trends, quantitative, reporting, extraction, bulk, json, validation, extract, parse, catalog, percentages`,
    '4?': 'cassandra, redshift, iceberg, amplitude',
    '1.2?':
      'spark, beam, index, column, row, bi, partition, cluster, view, pipeline, batch, cell, stream, prefect, presto, trino, druid, kinesis, table, insight, distribution, labels, transactions, integrity, calculate',
    3: `data integrity, lineage, missing values, relational`,
    '2?': 'cleaning, archive',
  },
  rules: [{ term: 'R', weight: 1.2, caseSensitive: true, requires: ['@data'] }],
}
