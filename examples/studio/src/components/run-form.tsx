'use client'

import type { ReactNode } from 'react'
import { ActionForm, Field } from './form.tsx'
import { trpc } from './trpc.ts'

interface ProjectChoice {
  readonly id: string
  readonly name: string
}

export function RunForm({
  kind,
  projects,
}: {
  kind: 'workflows' | 'code-analysis'
  projects: readonly ProjectChoice[]
}): ReactNode {
  return (
    <ActionForm
      submit={kind === 'workflows' ? 'Run workflow' : 'Analyse'}
      className="form inline"
      action={async (data) => {
        const input = {
          projectId: String(data.get('project') ?? ''),
          folder: String(data.get('folder') ?? ''),
          title: '',
        }
        const mode = data.get('mode') === 'refactor' ? 'refactor' : 'autofix'
        const { id } =
          kind === 'workflows'
            ? await trpc.workflows.start.mutate(input)
            : await trpc.codeAnalysis.start.mutate({ ...input, mode })
        return `/${kind}/${id}`
      }}
    >
      <Field label="Folder">
        {(id) => <input id={id} name="folder" required defaultValue="packages" spellCheck={false} />}
      </Field>
      {kind === 'code-analysis' && (
        <Field label="Look for">
          {(id) => (
            <select id={id} name="mode">
              <option value="autofix">Faults (AutoFix)</option>
              <option value="refactor">What could go (Refactor)</option>
            </select>
          )}
        </Field>
      )}
      <Field label="Project">
        {(id) => (
          <select id={id} name="project">
            {projects.map((project) => (
              <option key={project.id} value={project.id}>
                {project.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </ActionForm>
  )
}
