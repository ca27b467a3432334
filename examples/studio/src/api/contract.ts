import { defineContract, stream } from '@nyxcore/client'
import { z } from 'zod'

// What travels between server and page: the routes send by it, and the pages read by it.

export const finding = z.object({
  rule: z.string(),
  category: z.string(),
  severity: z.enum(['high', 'medium', 'low']),
  file: z.string(),
  line: z.number(),
  message: z.string(),
  excerpt: z.string(),
  diff: z.string().optional(),
})

/** A branch of changes in a scratch clone. */
const branch = z.object({
  branch: z.string(),
  base: z.string(),
  path: z.string(),
  stat: z.string(),
  commits: z.array(z.object({ sha: z.string(), subject: z.string(), files: z.array(z.string()) })),
  skipped: z.array(z.object({ file: z.string(), rule: z.string(), why: z.string() })),
})

export const analysisEvents = {
  'run.started': z.object({ title: z.string(), folder: z.string(), by: z.string() }),
  'run.resumed': z.object({ reason: z.string() }),
  'step.started': z.object({ step: z.string(), label: z.string() }),
  progress: z.object({ step: z.string(), done: z.number(), total: z.number(), file: z.string() }),
  finding,
  'step.finished': z.object({ step: z.string(), found: z.number(), note: z.string() }),
  'branch.created': branch,
  'finding.reviewed': z.object({
    rule: z.string(),
    file: z.string(),
    line: z.number(),
    model: z.string(),
    verdict: z.enum(['real', 'false alarm', 'unsure']),
    explanation: z.string(),
  }),
  'insight.stored': z.object({ title: z.string() }),
  'run.done': z.object({
    findings: z.number(),
    byCategory: z.record(z.string(), z.number()),
    ms: z.number(),
  }),
  'run.failed': z.object({ message: z.string() }),
}

export const discussionEvents = {
  'message.posted': z.object({ messageId: z.string(), author: z.string(), body: z.string() }),
  'turn.started': z.object({ persona: z.string(), method: z.string() }),
  passage: z.object({
    kind: z.enum(['insight', 'note', 'finding']),
    title: z.string(),
    text: z.string(),
    score: z.number(),
  }),
  'message.delta': z.object({ text: z.string() }),
  'message.replied': z.object({ messageId: z.string(), author: z.string(), body: z.string() }),
  'turn.failed': z.object({ message: z.string() }),
  'turn.done': z.object({ passages: z.number() }),
}

export const api = defineContract({
  workflows: {
    events: stream('/api/v1/events/workflows/:id', {
      events: analysisEvents,
      final: ['run.done', 'run.failed'],
    }),
  },
  codeAnalysis: {
    events: stream('/api/v1/events/code-analysis/:id', {
      events: analysisEvents,
      final: ['run.done', 'run.failed'],
    }),
  },
  discussions: {
    // No final event: a discussion stays open for the next question.
    events: stream('/api/v1/events/discussions/:id', { events: discussionEvents, final: [] }),
  },
})

type DataOf<E extends Record<string, z.ZodType>> = {
  [K in keyof E & string]: { type: K; data: z.infer<E[K]> }
}[keyof E & string]

export type Finding = z.infer<typeof finding>
export type BranchCreated = z.infer<typeof branch>
export type Review = z.infer<(typeof analysisEvents)['finding.reviewed']>
export type AnalysisRunEvent = DataOf<typeof analysisEvents>
export type DiscussionEvent = DataOf<typeof discussionEvents>
export type RunEvent = AnalysisRunEvent | DiscussionEvent
/** An event with its id: its place in the run, from 1 without a gap. */
export type Numbered<E> = E & { readonly id: string }
