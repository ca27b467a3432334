'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { ActionForm, Field } from './form.tsx'
import { messageOf, trpc } from './trpc.ts'

interface Choice {
  readonly id: string
  readonly name: string
}

function Options({ choices }: { choices: readonly Choice[] }): ReactNode {
  return choices.map((choice) => (
    <option key={choice.id} value={choice.id}>
      {choice.name}
    </option>
  ))
}

export function NoteForm({ projects }: { projects: readonly Choice[] }): ReactNode {
  return (
    <ActionForm
      submit="Add note"
      action={async (data) => {
        await trpc.notes.create.mutate({
          projectId: String(data.get('project') ?? ''),
          body: String(data.get('body') ?? ''),
        })
        return undefined
      }}
    >
      <Field label="Project">
        {(id) => (
          <select id={id} name="project">
            <Options choices={projects} />
          </select>
        )}
      </Field>
      <Field label="Note">{(id) => <textarea id={id} name="body" rows={3} required />}</Field>
    </ActionForm>
  )
}

export function InsightForm(): ReactNode {
  return (
    <ActionForm
      submit="Store insight"
      action={async (data) => {
        await trpc.insights.create.mutate({
          title: String(data.get('title') ?? ''),
          body: String(data.get('body') ?? ''),
        })
        return undefined
      }}
    >
      <Field label="Title">{(id) => <input id={id} name="title" required maxLength={200} />}</Field>
      <Field label="What was learned">{(id) => <textarea id={id} name="body" rows={3} required />}</Field>
    </ActionForm>
  )
}

export function DiscussionForm({
  projects,
  personas,
}: {
  projects: readonly Choice[]
  personas: readonly Choice[]
}): ReactNode {
  return (
    <ActionForm
      submit="Open discussion"
      className="form inline"
      action={async (data) => {
        const { id } = await trpc.discussions.create.mutate({
          projectId: String(data.get('project') ?? ''),
          personaId: String(data.get('persona') ?? ''),
          title: String(data.get('title') ?? ''),
        })
        return `/discussions/${id}`
      }}
    >
      <Field label="Subject">
        {(id) => <input id={id} name="title" required maxLength={200} autoComplete="off" />}
      </Field>
      <Field label="Persona">
        {(id) => (
          <select id={id} name="persona">
            <Options choices={personas} />
          </select>
        )}
      </Field>
      <Field label="Project">
        {(id) => (
          <select id={id} name="project">
            <Options choices={projects} />
          </select>
        )}
      </Field>
    </ActionForm>
  )
}

/** Removes one thing after a second click, and says why where it cannot. */
export function RemoveButton({
  kind,
  id,
  name,
}: {
  kind: 'notes' | 'personas'
  id: string
  name: string
}): ReactNode {
  const router = useRouter()
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState<string>()
  const click = async (): Promise<void> => {
    if (!sure) return setSure(true)
    try {
      await (kind === 'notes' ? trpc.notes.remove.mutate({ id }) : trpc.personas.remove.mutate({ id }))
      router.refresh()
    } catch (error) {
      setProblem(messageOf(error))
      setSure(false)
    }
  }
  return (
    <span className="remove">
      {problem !== undefined && <span className="problem">{problem}</span>}
      <button
        type="button"
        className="quiet"
        aria-label={`Remove ${name}`}
        onClick={click}
        onBlur={() => setSure(false)}
      >
        {sure ? 'Really remove?' : 'Remove'}
      </button>
    </span>
  )
}
