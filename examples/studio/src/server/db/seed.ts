import { randomUUID } from 'node:crypto'
import type { TenantPool } from '@nyxcore/rls-kit'
import { demoTenants } from '../demo.ts'
import { hashEmbedding, vectorToSql } from '../embedder.ts'
import { specialize } from '../specialize.ts'

interface Demo {
  readonly lead: string
  readonly personas: readonly [name: string, description: string][]
  readonly notes: readonly [project: string, author: string, body: string][]
  readonly insights: readonly [title: string, body: string][]
}

const a = (end: string): string => `a0000000-0000-4000-8000-0000000000${end}`
const b = (end: string): string => `b0000000-0000-4000-8000-0000000000${end}`

const demos: readonly Demo[] = [
  {
    lead: a('11'),
    personas: [
      [
        'Nyx',
        'You review TypeScript and Node.js backends: REST API design, unit tests, refactoring, and Docker images that deploy through CI/CD to Kubernetes.',
      ],
      [
        'Selene',
        'A product designer who turns user research into wireframes, Figma prototypes and an accessible design system.',
      ],
    ],
    notes: [
      [a('21'), a('11'), 'Telescope: move the ranking job to the nightly queue before the next release.'],
      [a('21'), a('12'), 'Telescope: the tokenizer drops apostrophes; see the failing query list.'],
      [a('22'), a('11'), 'Lighthouse: the sign-up form loses its state when the session expires.'],
      [a('22'), a('13'), 'Lighthouse: contrast of the secondary button is 3.9, needs 4.5.'],
    ],
    insights: [
      [
        'Retries made the outage longer',
        'Clients retried without jitter, so every restart of the search service was met by a thundering herd of requests.',
      ],
      [
        'The slow page was one missing index',
        'The customer list filtered by tenant and sorted by date. An index on both columns took the query from 900 ms to 3 ms.',
      ],
      [
        'Event streams need a heartbeat',
        'A proxy in front of the portal cut silent connections after a minute. A comment every 15 seconds keeps them open.',
      ],
      [
        'Empty catch blocks hid the import failures',
        'Three catch blocks swallowed the error, so the nightly import reported success while half of the rows were missing.',
      ],
      [
        'Keyboard users could not reach the filter',
        'The filter was a div with a click handler. A real button with a label fixed focus order and screen readers.',
      ],
    ],
  },
  {
    lead: b('11'),
    personas: [
      [
        'Themis',
        'A legal and compliance adviser for contracts, GDPR and financial regulation, who writes clear policy.',
      ],
      [
        'Argus',
        'You do threat modelling, penetration testing, vulnerability management and incident response for payment systems.',
      ],
    ],
    notes: [
      [b('21'), b('11'), 'Vault: the ledger export must be signed before the auditors arrive.'],
      [b('21'), b('12'), 'Vault: rotate the signing key of the payment gateway this quarter.'],
      [b('22'), b('11'), 'Compass: the liquidity report double counts intraday transfers.'],
      [b('22'), b('13'), 'Compass: the warehouse load is late on month ends.'],
    ],
    insights: [
      [
        'Double counting in the liquidity report',
        'Transfers inside a day were counted on both accounts. Netting them before the sum fixed the report.',
      ],
      [
        'Keys without an owner are never rotated',
        'The oldest signing key was four years old, since no team was named as its owner.',
      ],
      [
        'The fraud rule fired on salaries',
        'A rule on equal amounts flagged every payroll run. Excluding known employers cut false alarms by nine tenths.',
      ],
    ],
  },
]

/** Gives each demo tenant something to look at, once, as the app role: what is seeded obeys row-level security too. */
export async function seed(tenants: TenantPool): Promise<void> {
  for (const [index, { id: tenant }] of demoTenants.entries()) {
    const demo = demos[index] as Demo
    const seeded = await tenants.query(tenant, 'select 1 from personas limit 1')
    if (seeded.rows.length > 0) continue
    await tenants.withTenant(
      tenant,
      async (tx) => {
        for (const [name, description] of demo.personas) {
          const { slugs, evidence } = specialize(description)
          await tx.query(
            `insert into personas (id, tenant_id, name, description, specializations, source, evidence, created_by)
             values ($1, $2, $3, $4, $5, 'auto', $6, $7)`,
            [randomUUID(), tenant, name, description, slugs, JSON.stringify(evidence), demo.lead],
          )
        }
        for (const [project, author, body] of demo.notes) {
          // A user writes into projects that he or she is a member of: the lead is one of both.
          await tx.query(
            'insert into project_notes (id, tenant_id, project_id, author_id, body) values ($1, $2, $3, $4, $5)',
            [randomUUID(), tenant, project, author, body],
          )
        }
        for (const [title, body] of demo.insights) {
          await tx.query(
            `insert into workflow_insights (id, tenant_id, title, body, source, embedder, embedding)
             values ($1, $2, $3, $4, 'demo', 'hashing-1536', $5)`,
            [randomUUID(), tenant, title, body, vectorToSql(hashEmbedding(`${title}\n${body}`))],
          )
        }
      },
      { user: demo.lead },
    )
  }
}
