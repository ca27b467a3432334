import { createCallerFactory, router } from './init.ts'
import { discussions } from './routers/discussions.ts'
import { insights } from './routers/insights.ts'
import { notes } from './routers/notes.ts'
import { personas } from './routers/personas.ts'
import { codeAnalysis, workflows } from './routers/runs.ts'
import { safety } from './routers/safety.ts'

export const appRouter = router({
  personas,
  workflows,
  codeAnalysis,
  discussions,
  notes,
  insights,
  safety,
})

export type AppRouter = typeof appRouter
export const createCaller = createCallerFactory(appRouter)
