import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const finance: Domain = /* @__PURE__ */ lexicon({
  slug: 'finance',
  label: 'Finance and accounting',
  scale: 0.8,
  terms: {
    5: `fpa analyst, investment researcher, risk manager, accountant, accounting, cpa, bookkeeper, bookkeeping, fp&a, finance, cfo, portfolio management, trader, quantitative analyst, quant, actuary, actuarial, underwriter, stockbroker, economist, treasurer, budgeting, equity research, economics`,
    4: `portfolio optimization, greeks, rsi, macd, market making, backtest, drawdown, position sizing, basel iii, underwriting, reinsurance, lending, microfinance, payment gateway, pci, chargeback, refund, remittance, stablecoin, onchain, staking, airdrop, ico, vc, 10-k, buffett, munger, commodity, fed, ecb, cost management, cash flow management, working capital, capital allocation, retirement, customs duty, auditing, auditor, accounts, month end close, variance, pricing model, arr, mrr, roi calculation, financial, cash flow, p&l, ledger, reconciliation, depreciation, amortization, accrual, gaap, ifrs, sarbanes oxley, invoice, taxes, taxation, budget, budgets, valuation, equity, equities, derivatives, stock, algorithmic trading, backtesting, asset management, investment, investments, investor, invest, savings, banking, cryptocurrency, defi, fintech, payment processing, billing, quickbooks, risk management, earnings, hedging, liquidity, aml, kyc`,
    2: `quantitative, risk, rates, interest, returns, market, markets, market analysis, receivable, economic, economy, money, funding, asset, assets, portfolio, price, pricing, cost, costs, expense, revenue, profit, roi, forecast, audit, transaction, transactions, payment, payments, treasury, arbitrage, broker, trading, volatility`,
    1: `spend, purchase, cheap, quarterly`,
  },
  gated:
    'runway, premium, bank, option, call, put, yield, spread, leverage, margin, position, future, security, securities, short, swap, cap table, hedge, bull, bear, ticker',
  masks:
    'stock photo, stock image, piggy bank, river bank, food bank, blood bank, in stock, out of stock, stock footage, rolling stock, laughing stock, transaction isolation, database transaction, equity and inclusion, health equity, cost optimization, price to pay, portfolio website, design portfolio, portfolio project, invested in, interest in, asset pipeline, digital asset, game asset, static asset, options object',
})
