import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const devops: Domain = /* @__PURE__ */ lexicon({
  slug: 'devops',
  label: 'DevOps and cloud',
  terms: {
    5: `devops engineer, site reliability engineer, site reliability engineering, platform engineer, platform engineering, cloud engineer, cloud architect, infrastructure engineer, sre,
devops, kubernetes, terraform, system administrator, systems administrator, sysadmin, incident responder, network engineer, linux administrator, release engineer, deployment engineer, devsecops engineer`,
    4: `devsecops, gitops, aiops, finops, k8s, docker, dockerfile, docker compose, helm chart, helm, argocd, argo cd, fluxcd, istio, linkerd, service mesh, ansible, pulumi, cloudformation, terragrunt, opentofu, bicep template, saltstack, chef cookbook,
ci/cd, cicd, continuous integration, continuous delivery, continuous deployment, github actions, gitlab ci, jenkins, circleci, travis ci, azure devops, teamcity, drone ci, buildkite, tekton, spinnaker, infrastructure as code, iac, eks, aks, gke, ecs, fargate, openshift, rancher, nomad, podman, containerd,
prometheus, grafana, alertmanager, pagerduty, opsgenie, nagios, zabbix, new relic, splunk, elk stack, fluentd, fluentbit, opentelemetry, jaeger, zipkin, observability, site reliability, incident response, incident management, on call, postmortem, post mortem, runbook, playbook automation, error budget, slo, sli, mttr, mean time to recovery, chaos engineering,
blue green deployment, canary deployment, rolling update, zero downtime, disaster recovery, nginx, apache httpd, haproxy, traefik, envoy proxy, caddy server, load balancer, load balancing, cloudflare, cdn, dns record, vpc, subnet, s3 bucket, ec2, lambda function, aws, amazon web services, azure, google cloud, gcp, cloud native, multi cloud, hybrid cloud, cloud infrastructure, cloud migration, cloud computing, serverless, digitalocean, heroku, vercel, netlify, fly.io,
virtualization, vmware, hyper v, proxmox, vagrant, packer, linux server, ubuntu server, systemd, cron job, crontab, ssh, rsync, iptables, server administration, network administration, routing protocol, bgp, ospf, cisco ios, ccna, vlan, vpn server, active directory, windows server, it support, it infrastructure, helpdesk`,
    2: `infrastructure, container, containerization, containerized, orchestration, deployment, deploy, deployment pipeline, ci pipeline, build pipeline, release management, release pipeline, rollback, autoscaling, auto scaling, provisioning, configuration management, cluster, cloud, cloud cost, cost optimization, uptime, availability, high availability, fault tolerance, failover, redundancy, reliability, resilience engineering, monitoring, alerting, logging infrastructure, log aggregation, tracing, distributed tracing, telemetry, capacity planning, root cause analysis, outage, production incident, incident, troubleshooting, linux, unix, ubuntu, debian, centos, red hat, rhel, bash, shell, ci, artifact registry, container registry, docker hub, artifactory, nexus repository, secrets management, vault secrets, environment variables, staging environment, production environment, tcp/ip, networking, network configuration, network, dns, firewall rule, proxy server, reverse proxy, web hosting, vps, build automation, makefile, toolchain, backup, server monitoring, service level objective, rabbitmq cluster, message broker, mqtt broker, datacenter, data center, bare metal, edge computing`,
    1: `operations, servers, automation, automate, pipeline stages, environment, hosting, scaling, latency, throughput, downtime, operational, runbooks, rollout, developer experience`,
  },
  gated:
    'pipeline, pod, node, image, rollout strategy, scale, chef, puppet, salt, vault, consul, compose, swarm, flux, datadog, sentry, elastic, ingress, sidecar, operator, manifest, namespace, state file, drift, stack',
  rules: [{ term: 'SLA', weight: 1, caseSensitive: true }],
  masks:
    'cloud nine, sales pipeline, hiring pipeline, head in the clouds, business operations, sales operations, marketing automation, word cloud, tag cloud, node.js, network effect, social network, neural network, professional network',
})
