import { createClient } from '@nyxcore/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { api } from '../browser/api.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (root) {
  hydrateRoot(
    root,
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <App client={createClient(api)} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
