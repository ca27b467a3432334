import type { LexiconSource } from './lexicon.ts'

export const security: LexiconSource = {
  slug: 'security',
  label: 'Security',
  terms: {
    5: `compliance auditor, detection engineer, privacy engineer, cybersecurity, infosec, appsec, pentest, pentester, pen test, penetration test, penetration tester, red team, blue team, purple team, threat hunting, reverse engineer, ciso, soc analyst, grc, incident responder, red teamer, vulnerability researcher, fraud investigator, access management`,
    4: `owasp, nmap, csrf, ssrf, ddos, snyk, splunk, cryptographic, exploitation, ransomware, metasploit, wireshark, phishing, firewall, exploit, malware, spyware, rootkit, fedramp, semgrep, fuzzing, botnet, ghidra, nessus, idor, reentrancy, sandboxing, opsec, ioc, ciphers, sqlmap, captcha, csp, hsts, key rotation, vulnerability, cve, sql injection, xss, command injection, prompt injection, path traversal, siem, waf, nist, iso 27001, soc 2, pci dss, hardening, cryptography, encryption, penetration, hacker, hacking, secure coding, attack vector, defense in depth, ctf, bug bounty, iam, cryptographer, forensics, osint, social engineering, sast, devsecops, secrets management, cissp, edr, threat actor, lateral movement, zero day, zero trust, buffer overflow, brute force, dark web, scam, identity theft, deepfake, dlp, pki, mfa, rbac, least privilege, obfuscation, supply chain attack, intrusion, security, threat, misconfiguration, mitre, insecure, soc2, steganography, exfiltration, spoofing, cyber, yara, kerberos, burp suite, pcap, zeek, command and control, decompiler, fuzzer, codeql, side channel, webauthn, saml, deserialization, remote code execution, cvss, sbom, cis benchmark, forensic, scada`,
    2: `mitigation, remediation, tamper, confidentiality, oidc, secure, attacker, breach, password, authentication, authorization, oauth, openid connect, sso, jwt, access control, compliance framework, risk assessment, audit trail, data protection, ssl, tls, certificate, input validation, cors, attack, privilege, unauthorized, pii, evasion, leak, encrypted, sandbox, fraud, hardcoded, scanning, escalation, remediate, bypass, mitigate, sanitization, false positive, oauth2, adversarial`,
    1: `risk, protect, protection, defensive, credentials, privacy, compliance, risks, integrity, trust, binary, severity`,
    '4?': 'surveillance, honeypot, stride, trojan',
    '1.2?':
      'soc, payload, injection, virus, token, vault, patch, surface, exposure, hash, key, guard, actor, incident response, identity, secrets, weakness',
    3: `harden, malicious, sensitive data, reconnaissance, hack`,
    '2?': 'defense, suspicious, compromise, vulnerable, bounty',
  },
  masks:
    'social security, job security, food security, financial security, national security, homeland security, security deposit, sense of security, emotional security, security guard, growth hacking, growth hacker, security blanket',
}
