/** The three things that run and stream, and where each keeps its rows. These names go into SQL as written. */
export const kinds = {
  workflows: { runs: 'workflows', events: 'workflow_events', key: 'workflow_id' },
  'code-analysis': { runs: 'code_analyses', events: 'code_analysis_events', key: 'analysis_id' },
  discussions: { runs: 'discussions', events: 'discussion_events', key: 'discussion_id' },
} as const

export type RunKind = keyof typeof kinds

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text can be an id at all: anything else names nothing, and is answered like an unknown id. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
