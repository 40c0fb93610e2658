"""The twenty section headers of MTS-Dialog."""

from enum import StrEnum


class Soap(StrEnum):
    """The four parts of a SOAP note."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"


class Header(StrEnum):
    """A section of a note; the values are the corpus's labels."""

    FAMILY_SOCIAL = "FAM/SOCHX"
    PRESENT_ILLNESS = "GENHX"
    PAST_MEDICAL = "PASTMEDICALHX"
    COMPLAINT = "CC"
    PAST_SURGICAL = "PASTSURGICAL"
    ALLERGY = "ALLERGY"
    REVIEW_OF_SYSTEMS = "ROS"
    MEDICATIONS = "MEDICATIONS"
    ASSESSMENT = "ASSESSMENT"
    EXAM = "EXAM"
    DIAGNOSIS = "DIAGNOSIS"
    DISPOSITION = "DISPOSITION"
    PLAN = "PLAN"
    EMERGENCY_COURSE = "EDCOURSE"
    IMMUNIZATIONS = "IMMUNIZATIONS"
    IMAGING = "IMAGING"
    GYNECOLOGIC = "GYNHX"
    PROCEDURES = "PROCEDURES"
    OTHER_HISTORY = "OTHER_HISTORY"
    LABS = "LABS"

    @property
    def soap(self) -> Soap:
        """Where a SOAP note has it. Our own grouping: the corpus has none."""
        match self:
            case Header.EXAM | Header.LABS | Header.IMAGING | Header.PROCEDURES:
                return Soap.OBJECTIVE
            case Header.ASSESSMENT | Header.DIAGNOSIS:
                return Soap.ASSESSMENT
            case Header.PLAN | Header.DISPOSITION | Header.EMERGENCY_COURSE:
                return Soap.PLAN
            case _:
                return Soap.SUBJECTIVE
