import type { LexiconSource } from './lexicon.ts'

export const devops: LexiconSource = {
  slug: 'devops',
  label: 'DevOps and cloud',
  terms: {
    5: `infrastructure automation, it operations, platform engineer, cloud architect, sre, devops, kubernetes, terraform, system administrator, systems administrator, sysadmin, network engineer, release engineer, help desk, it administrator, it manager, release manager, on call engineer, cloud migration, site reliability, build engineer, cloud engineer, infrastructure engineer`,
    4: `ci/cd, zabbix, nagios, argocd, podman, istio, cisco, ldap, trivy, virtualization, digitalocean, dockerfile, containerd, postmortem, cloudflare, serverless, wireguard, openshift, pagerduty, opentofu, iptables, helpdesk, linkerd, fargate, runbook, haproxy, traefik, netlify, proxmox, systemd, intune, bicep, hashicorp, cdk, cloudwatch, cloudtrail, s3, sqs, tempo, elk, kibana, dynatrace, octopus, jfrog, kustomize, cilium, etcd, kubectl, minikube, k3s, qemu, kvm, zfs, selinux, apparmor, group policy, dhcp, well architected, blue green, multi region, internal developer platform, golden path, metrics collection, performance degradation, devsecops, gitops, k8s, docker, service mesh, ansible, pulumi, continuous integration, github actions, jenkins, circleci, infrastructure as code, iac, prometheus, grafana, opentelemetry, observability, incident response, rolling update, zero downtime, nginx, load balancing, aws, gcp, vercel, active directory, windows server, vpn, load balancer, vmware, finops, chaos engineering, cron, edge computing, it support, helm, heroku, packer, itil, servicenow, vpc, ec2, cloudformation, cdn, subnet, hypervisor, sharepoint, patch management, configuration management, slo, error budget, disaster recovery, failover, log analysis, ssh, self hosted, on premises, multi cloud, cloud native, packet capture, wifi, tcp, it infrastructure, virtual machine, data center, technical support, tech support, homelab, home assistant, debian, fedora, linux, vlan, azure, network infrastructure`,
    2: `workloads, instances, nodes, restore, snapshot, infra, gitlab, command line, infrastructure, container, containerization, orchestration, deployment, deploy, autoscaling, cluster, cloud, cost optimization, uptime, fault tolerance, reliability, monitoring, tracing, telemetry, capacity planning, root cause analysis, outage, incident, troubleshooting, ubuntu, bash, dns, reverse proxy, makefile, bare metal, connectivity, network, logs, unix, health check, topology, root cause, firewall, diagnostic, utilization, idempotent, compute, blast radius, troubleshoot`,
    1: `servers, automate, scaling, latency, throughput, rollout, developer experience, automated, configuration, environments, maintenance, production, availability, resilience, configure, hardware, redundancy`,
    '4?': 'bandwidth, backstage, vagrant, loki, thanos, on call, backup, canary, kernel, lambda, router',
    '2!': 'ci',
    '1.2?':
      'pipeline, node, image, scale, puppet, vault, consul, compose, flux, datadog, sentry, ingress, operator, manifest, namespace, state file, stack, build, shell, operational, artifact, harness, stability, recovery, terminal',
    3: `high availability, packet, provisioning, alerting, rollback`,
    '2?': 'drift, alert, staging',
  },
  rules: [{ term: 'SLA', weight: 1, caseSensitive: true }],
}
