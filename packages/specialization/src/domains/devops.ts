import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const devops: Domain = /* @__PURE__ */ lexicon({
  slug: 'devops',
  label: 'DevOps and cloud',
  terms: {
    5: `infrastructure automation, powershell automation, incident commander, it operations, platform engineer, platform engineering, cloud architect, sre,
devops, kubernetes, terraform, system administrator, systems administrator, sysadmin, network engineer, release engineer`,
    4: `bicep, arm templates, hashicorp, cdk, cloudwatch, cloudtrail, s3, sqs, loki, tempo, thanos, elk, kibana, logstash, filebeat, dynatrace, octopus, jfrog, harness, kustomize, crossplane, cilium, calico, etcd, kubelet, kubectl, minikube, k3s, microvm, firecracker, lxc, qemu, kvm, esxi, raid, nas, san, zfs, lvm, selinux, apparmor, samba, ldap, intune, sccm, group policy, dhcp, subnetting, router, routers, cisco, juniper, mikrotik, wireguard, ipsec, bandwidth, well architected, rightsizing, blue green, multi region, multi environment, deployment strategies, internal developer platform, golden path, backstage, self service infrastructure, apm, metrics collection, performance degradation, slurm, devsecops, gitops, k8s, docker, service mesh, ansible, pulumi, cloudformation,
ci/cd, continuous integration, continuous deployment, github actions, jenkins, circleci, infrastructure as code, iac,
prometheus, grafana, opentelemetry, observability, incident response, incident management,
rolling update, zero downtime, disaster recovery, nginx, load balancing, aws, azure, google cloud, gcp, cloud native, multi cloud, vercel,
ubuntu server, server administration, active directory, windows server`,
    2: `resources, automated, deployments, delivery, configuration, configurations, workloads, instances, nodes, production, environments, recovery, restore, snapshot, resilience, thresholds, infra, build, builds, artifacts, artifact, gitlab, maintenance, command line, infrastructure, container, containerization, orchestration, deployment, deploy, rollback, autoscaling, auto scaling, provisioning, cluster, cloud, cost optimization, uptime, availability, fault tolerance, redundancy, reliability, monitoring, alerting, tracing, telemetry, capacity planning, root cause analysis, outage, incident, troubleshooting, linux, ubuntu, bash, ci, environment variables, staging environment, dns, reverse proxy, makefile, bare metal`,
    1: `servers, automate, scaling, latency, throughput, operational, rollout, developer experience`,
  },
  gated:
    'pipeline, pod, node, image, rollout strategy, scale, chef, puppet, salt, vault, consul, compose, swarm, flux, datadog, sentry, elastic, ingress, sidecar, operator, manifest, namespace, state file, drift, stack',
  rules: [{ term: 'SLA', weight: 1, caseSensitive: true }],
  masks:
    'cloud nine, sales pipeline, hiring pipeline, head in the clouds, word cloud, tag cloud, node.js',
})
