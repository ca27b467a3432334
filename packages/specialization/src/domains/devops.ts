import type { LexiconSource } from './lexicon.ts'

export const devops: LexiconSource = {
  slug: 'devops',
  label: 'DevOps and cloud',
  terms: {
    5: `infrastructure automation, powershell automation, incident commander, it operations, platform engineer, cloud architect, sre, devops, kubernetes, terraform, system administrator, systems administrator, sysadmin, network engineer, release engineer, help desk, network administrator, it administrator, it manager, release manager, on call engineer, cloud migration`,
    4: `ci/cd, zabbix, nagios, argocd, podman, istio, cisco, ldap, trivy, virtualization, alertmanager, digitalocean, dockerfile, containerd, postmortem, cloudflare, serverless, wireguard, openshift, pagerduty, opentofu, teamcity, iptables, helpdesk, linkerd, fargate, fluentd, runbook, haproxy, traefik, netlify, proxmox, systemd, crontab, intune, bicep, arm templates, hashicorp, cdk, cloudwatch, cloudtrail, s3, sqs, tempo, elk, kibana, dynatrace, octopus, jfrog, harness, kustomize, cilium, etcd, kubectl, minikube, k3s, lxc, qemu, kvm, zfs, selinux, apparmor, group policy, dhcp, router, well architected, blue green, multi region, internal developer platform, golden path, metrics collection, performance degradation, devsecops, gitops, k8s, docker, service mesh, ansible, pulumi, continuous integration, github actions, jenkins, circleci, infrastructure as code, iac, prometheus, grafana, opentelemetry, observability, incident response, rolling update, zero downtime, nginx, load balancing, aws, azure, gcp, vercel, server administration, active directory, windows server, vpn, load balancer, vmware, finops, chaos engineering, cron, edge computing, it support, helm, heroku, packer, rancher, itil, servicenow, vpc, ec2, cloudformation, cdn, subnet, hypervisor, sharepoint, patch management, configuration management, slo, error budget, disaster recovery, failover, log analysis, ssh, self hosted, on premises, hybrid cloud, multi cloud, cloud native`,
    2: `resources, automated, delivery, configuration, workloads, instances, nodes, production, environments, recovery, restore, snapshot, resilience, thresholds, infra, build, artifact, gitlab, maintenance, command line, infrastructure, container, containerization, orchestration, deployment, deploy, rollback, autoscaling, provisioning, cluster, cloud, cost optimization, uptime, availability, fault tolerance, redundancy, reliability, monitoring, alerting, tracing, telemetry, capacity planning, root cause analysis, outage, incident, troubleshooting, linux, ubuntu, bash, ci, dns, reverse proxy, makefile, bare metal`,
    1: `servers, automate, scaling, latency, throughput, operational, rollout, developer experience`,
    '4?': 'bandwidth, backstage, vagrant, loki, thanos, on call, backup, canary, terminal, kernel, shell, lambda',
    '1.2?':
      'pipeline, node, image, scale, puppet, vault, consul, compose, flux, datadog, sentry, ingress, operator, manifest, namespace, state file, stack',
  },
  rules: [{ term: 'SLA', weight: 1, caseSensitive: true }],
}
