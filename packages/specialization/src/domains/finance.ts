import type { LexiconSource } from './lexicon.ts'

export const finance: LexiconSource = {
  slug: 'finance',
  label: 'Finance and accounting',
  scale: 0.8,
  terms: {
    5: `fpa analyst, investment researcher, risk manager, accountant, accounting, cpa, bookkeeper, bookkeeping, fp&a, finance, cfo, portfolio management, trader, quantitative analyst, quant, actuary, actuarial, underwriter, stockbroker, economist, treasurer, budgeting, equity research, economics, claims adjuster, wealth manager, credit analyst, risk analyst, fund manager, retirement planner, debt counselor`,
    4: `venture capitalist, tax, debt, crypto, diversification, microeconomics, macroeconomic, depreciation, rebalancing, bankruptcy, commodity, inflation, dividend, mortgage, accrual, payroll, futures, pension, bitcoin, ledger, ebitda, greeks, rsi, macd, backtest, drawdown, position sizing, basel iii, underwriting, lending, payment gateway, pci, chargeback, onchain, staking, airdrop, ico, vc, buffett, munger, working capital, capital allocation, customs duty, auditing, auditor, accounts, month end close, variance, roi calculation, financial, cash flow, reconciliation, gaap, sarbanes oxley, invoice, taxation, budget, valuation, equity, derivatives, stock, investment, investor, invest, savings, banking, cryptocurrency, defi, fintech, billing, quickbooks, earnings, hedging, liquidity, aml, kyc, hedge fund, banker, forex, venture capital, balance sheet, ifrs, xbrl, loan, deduction, insurance, refund, cfa, wall street, etf, index fund, mutual fund, interest rate, monetary policy, fiscal policy, central bank, gdp, exchange rate, currency, foreign exchange, income statement, profit and loss, p&l, expense report, wage, credit score, credit card, net worth, money management, compound interest, insurer, day trading, swing trading, trading strategy, ipo, burn rate`,
    2: `quantitative, risk, rates, interest, returns, receivable, economic, economy, funding, asset, portfolio, cost, expense, revenue, profit, roi, forecast, audit, transaction, payment, treasury, arbitrage, broker, trading, volatility`,
    1: `spend, purchase, cheap, quarterly`,
    '4?': 'bonds, retirement, wealth, credit, wallet, claims',
    '1.2?':
      'runway, bank, option, call, put, leverage, margin, position, future, security, short, bull, bear, ticker, market, money, price',
  },
  masks:
    'stock photo, stock image, in stock, out of stock, stock footage, rolling stock, laughing stock, equity and inclusion, health equity, invested in',
}
