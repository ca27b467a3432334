import type { LexiconSource } from './lexicon.ts'

export const finance: LexiconSource = {
  slug: 'finance',
  label: 'Finance and accounting',
  scale: 0.8,
  terms: {
    5: `fpa analyst, investment researcher, risk manager, accountant, accounting, cpa, bookkeeper, bookkeeping, fp&a, finance, cfo, portfolio management, trader, quantitative analyst, quant, actuary, actuarial, underwriter, stockbroker, economist, treasurer, budgeting, equity research, economics`,
    4: `venture capitalist, tax, debt, crypto, diversification, microeconomics, macroeconomic, depreciation, rebalancing, bankruptcy, commodity, inflation, dividend, mortgage, accrual, payroll, futures, pension, bitcoin, ledger, ebitda, greeks, rsi, macd, backtest, drawdown, position sizing, basel iii, underwriting, lending, payment gateway, pci, chargeback, onchain, staking, airdrop, ico, vc, buffett, munger, working capital, capital allocation, customs duty, auditing, auditor, accounts, month end close, variance, roi calculation, financial, cash flow, reconciliation, gaap, sarbanes oxley, invoice, taxation, budget, valuation, equity, derivatives, stock, investment, investor, invest, savings, banking, cryptocurrency, defi, fintech, billing, quickbooks, earnings, hedging, liquidity, aml, kyc, hedge fund, banker, forex, venture capital, balance sheet, ifrs, xbrl, loan, deduction, insurance, refund`,
    2: `quantitative, risk, rates, interest, returns, receivable, economic, economy, funding, asset, portfolio, cost, expense, revenue, profit, roi, forecast, audit, transaction, payment, treasury, arbitrage, broker, trading, volatility`,
    1: `spend, purchase, cheap, quarterly`,
    '4?': 'bonds, retirement, wealth, credit',
    '1.2?':
      'runway, bank, option, call, put, leverage, margin, position, future, security, short, bull, bear, ticker, market, money, price',
  },
  masks:
    'stock photo, stock image, in stock, out of stock, stock footage, rolling stock, laughing stock, equity and inclusion, health equity, invested in',
}
