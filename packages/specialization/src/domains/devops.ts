import type { LexiconSource } from './lexicon.ts'

export const devops: LexiconSource = {
  slug: 'devops',
  label: 'DevOps and cloud',
  terms: {
    5: `infrastructure automation, powershell automation, incident commander, it operations, platform engineer, cloud architect, sre, devops, kubernetes, terraform, system administrator, systems administrator, sysadmin, network engineer, release engineer`,
    4: `ci/cd, zabbix, nagios, argocd, podman, istio, helm, cisco, heroku, ldap, packer, trivy, virtualization, alertmanager, digitalocean, rightsizing, dockerfile, containerd, postmortem, cloudflare, serverless, wireguard, bandwidth, backstage, buildkite, spinnaker, openshift, pagerduty, fluentbit, opentofu, teamcity, opsgenie, iptables, helpdesk, linkerd, fargate, rancher, fluentd, runbook, haproxy, traefik, netlify, proxmox, vagrant, systemd, crontab, intune, bicep, arm templates, hashicorp, cdk, cloudwatch, cloudtrail, s3, sqs, loki, tempo, thanos, elk, kibana, dynatrace, octopus, jfrog, harness, kustomize, cilium, calico, etcd, kubelet, kubectl, minikube, k3s, microvm, lxc, qemu, kvm, esxi, zfs, selinux, apparmor, group policy, dhcp, router, well architected, blue green, multi region, internal developer platform, golden path, metrics collection, performance degradation, devsecops, gitops, k8s, docker, service mesh, ansible, pulumi, continuous integration, github actions, jenkins, circleci, infrastructure as code, iac, prometheus, grafana, opentelemetry, observability, incident response, rolling update, zero downtime, nginx, load balancing, aws, azure, gcp, vercel, server administration, active directory, windows server`,
    2: `resources, automated, delivery, configuration, workloads, instances, nodes, production, environments, recovery, restore, snapshot, resilience, thresholds, infra, build, artifact, gitlab, maintenance, command line, infrastructure, container, containerization, orchestration, deployment, deploy, rollback, autoscaling, provisioning, cluster, cloud, cost optimization, uptime, availability, fault tolerance, redundancy, reliability, monitoring, alerting, tracing, telemetry, capacity planning, root cause analysis, outage, incident, troubleshooting, linux, ubuntu, bash, ci, dns, reverse proxy, makefile, bare metal`,
    1: `servers, automate, scaling, latency, throughput, operational, rollout, developer experience`,
    gated:
      'pipeline, node, image, scale, puppet, vault, consul, compose, flux, datadog, sentry, ingress, operator, manifest, namespace, state file, stack',
  },
  rules: [{ term: 'SLA', weight: 1, caseSensitive: true }],
}
