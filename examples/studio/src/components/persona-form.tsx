'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { ActionForm, Field } from './form.tsx'
import { DomainTag, Highlight } from './highlight.tsx'
import { trpc } from './trpc.ts'

interface Preview {
  readonly text: string
  readonly slugs: string[]
  readonly evidence: { slug: string; start: number; end: number }[]
}

const nothing: Preview = { text: '', slugs: [], evidence: [] }

export function PersonaForm({ domains }: { domains: readonly string[] }): ReactNode {
  const [description, setDescription] = useState('')
  const [preview, setPreview] = useState(nothing)

  useEffect(() => {
    if (description.trim() === '') return setPreview(nothing)
    const leave = new AbortController()
    const timer = setTimeout(() => {
      trpc.personas.preview
        .query({ description }, { signal: leave.signal })
        .then((found) => setPreview({ text: description, ...found }))
        .catch(() => setPreview(nothing))
    }, 200)
    return () => {
      leave.abort()
      clearTimeout(timer)
    }
  }, [description])

  return (
    <ActionForm
      submit="Create persona"
      action={async (data) => {
        const given = String(data.get('specialization') ?? '')
        await trpc.personas.create.mutate({
          name: String(data.get('name') ?? ''),
          description: String(data.get('description') ?? ''),
          ...(given === '' ? {} : { specializations: [given] }),
        })
        setDescription('')
        return undefined
      }}
    >
      <Field label="Name">
        {(id) => <input id={id} name="name" required maxLength={120} autoComplete="off" />}
      </Field>
      <Field label="Description" hint="What it does and knows. Matched words light up below.">
        {(id) => (
          <textarea
            id={id}
            name="description"
            rows={4}
            onChange={(event) => setDescription(event.target.value)}
            placeholder="Reviews Kubernetes manifests and Terraform, and writes unit tests for Node.js services…"
          />
        )}
      </Field>
      {preview.text !== '' && (
        <div className="preview" aria-live="polite">
          <p className="marked">
            <Highlight text={preview.text} spans={preview.evidence} />
          </p>
          <p className="tags">
            {preview.slugs.length > 0
              ? preview.slugs.map((slug) => <DomainTag key={slug} slug={slug} />)
              : 'No domain speaks clearly from this text.'}
          </p>
        </div>
      )}
      <Field label="Specialization">
        {(id) => (
          <select id={id} name="specialization" defaultValue="">
            <option value="">From the description</option>
            {domains.map((slug) => (
              <option key={slug}>{slug}</option>
            ))}
          </select>
        )}
      </Field>
    </ActionForm>
  )
}
