import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnalysisRunEvent, Finding } from '../../api/contract.ts'
import { type ChatModel, ModelError } from '../model.ts'

/** So many findings a run are shown to a model: the gravest of those that no rule can mend by itself. */
const most = 5
/** Lines of the file before and after. */
const around = 15

/** Asks a model about the gravest findings. A model that fails ends this step and not the run. */
export async function* reviewFindings(
  model: ChatModel,
  folder: string,
  findings: readonly Finding[],
  signal: AbortSignal,
): AsyncGenerator<AnalysisRunEvent> {
  yield { type: 'step.started', data: { step: 'model', label: `Ask ${model.name} about the gravest` } }
  const gravity = { high: 0, medium: 1, low: 2 }
  const chosen = findings
    .filter(({ diff, severity }) => diff === undefined && severity !== 'low')
    .sort((a, b) => gravity[a.severity] - gravity[b.severity])
    .slice(0, most)
  let asked = 0
  let note = `${chosen.length} shown to the model, ${around} lines around each`
  for (const finding of chosen) {
    try {
      const { rule, file, line } = finding
      const review = await model.review(await promptOf(folder, finding), signal)
      asked += 1
      yield { type: 'finding.reviewed', data: { rule, file, line, model: model.name, ...review } }
      yield { type: 'progress', data: { step: 'model', done: asked, total: chosen.length, file } }
    } catch (error) {
      if (signal.aborted || !(error instanceof ModelError)) throw error
      note = `${asked} of ${chosen.length} asked; ${error.message}`
      break
    }
  }
  yield { type: 'step.finished', data: { step: 'model', found: 0, note } }
}

async function promptOf(folder: string, { rule, category, file, line, message }: Finding): Promise<string> {
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
  const first = Math.max(0, line - 1 - around)
  const shown = lines
    .slice(first, line + around)
    .map(
      (text, index) =>
        `${first + index + 1}${first + index + 1 === line ? ' >' : '  '} ${text.slice(0, 300)}`,
    )
  return `Finding: ${rule} (${category}) at ${file}:${line}: ${message}\n\nThe file around it:\n${shown.join('\n')}`
}
