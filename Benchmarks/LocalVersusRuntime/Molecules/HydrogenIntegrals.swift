/// H2 in STO-3G at 0.735 Å: `Data/molecules/h2_sto3g_r0.735.fcidump`.
extension BenchmarkMolecule {
  static let hydrogenIntegrals = """
     &FCI NORB=   2,NELEC=  2,MS2= 0,
      ORBSYM=1,5,
      ISYM=1,
     &END
     6.75710154803516705e-01   1   1   1   1
     1.80931199784231528e-01   2   1   2   1
     6.64581730255296654e-01   2   2   1   1
     6.98573722732017677e-01   2   2   2   2
    -1.25633907300325043e+00   1   1   0   0
    -4.71896007281141838e-01   2   2   0   0
     7.19968994448979660e-01   0   0   0   0
    """
}
